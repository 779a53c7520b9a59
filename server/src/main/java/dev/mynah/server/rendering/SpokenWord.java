package dev.mynah.server.rendering;

/**
 * When a word is heard.
 *
 * @param text the word as it was written, with the punctuation that touches it
 * @param startSeconds where it begins, from the beginning of its chunk
 * @param endSeconds where it has sounded, from the beginning of its chunk
 */
public record SpokenWord(String text, double startSeconds, double endSeconds) {}
