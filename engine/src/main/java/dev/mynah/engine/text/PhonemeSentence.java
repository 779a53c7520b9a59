package dev.mynah.engine.text;

/**
 * A piece of text the network says in one go.
 *
 * @param phonemes at most {@link Phonemizer#MAX_PHONEMES} characters of the model's alphabet, with
 *     something that sounds among them
 * @param start offset of its first character in the text it came from
 * @param end offset after its last character there
 * @param endsParagraph whether a longer pause belongs after it
 */
public record PhonemeSentence(String phonemes, int start, int end, boolean endsParagraph) {}
