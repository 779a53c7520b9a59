package dev.mynah.engine.spi;

/**
 * When a written word is heard.
 *
 * @param start offset of its first character in the text
 * @param end offset after its last character
 * @param firstSample where it begins to sound, from the beginning of its stretch
 * @param endSample where it has sounded, from the beginning of its stretch
 */
public record TimedWord(int start, int end, long firstSample, long endSample) {}
