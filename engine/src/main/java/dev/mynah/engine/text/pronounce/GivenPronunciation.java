package dev.mynah.engine.text.pronounce;

/**
 * A word whose pronunciation the author wrote.
 *
 * @param word as it is spelt, which the tagger sees; not empty
 * @param phonemes how it is said, in the model's alphabet
 */
public record GivenPronunciation(String word, String phonemes) {}
