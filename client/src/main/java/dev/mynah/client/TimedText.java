package dev.mynah.client;

/**
 * Something said, and when.
 *
 * @param text a word, or a stretch of speech
 * @param start seconds from the beginning of the audio
 * @param end seconds from the beginning of the audio
 */
public record TimedText(String text, double start, double end) {}
