package dev.mynah.engine.text;

/**
 * Where a written word is said.
 *
 * @param start offset of its first character in the text
 * @param end offset after its last character there
 * @param firstPhoneme offset of the first of the phonemes that say it
 * @param endPhoneme offset after the last; the same as of the first for a word nobody says
 */
public record SaidWord(int start, int end, int firstPhoneme, int endPhoneme) {}
