package dev.mynah.engine.spi;

/**
 * A word of a transcript.
 *
 * @param text as written in the transcript, its punctuation included
 * @param startSeconds from the beginning of the recording
 * @param endSeconds from the beginning of the recording
 */
public record RecognizedWord(String text, double startSeconds, double endSeconds) {}
