package dev.mynah.server.rendering;

/**
 * Speech that was made.
 *
 * @param seconds how long it plays
 */
public record Rendered(double seconds) {}
