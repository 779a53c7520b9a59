package dev.mynah.server.voice;

/**
 * How alike two recordings sound to a speaker encoder.
 *
 * @param score cosine of the angle between what it hears in either, -1 to 1
 * @param meaning what that says, in a sentence
 */
public record Likeness(double score, String meaning) {}
