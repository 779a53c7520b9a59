package dev.mynah.server.rendering;

import dev.mynah.engine.spi.VoiceProfile;

/**
 * A stretch of text in one voice.
 *
 * @param text what to say
 * @param voice who says it
 */
public record SpokenPart(String text, VoiceProfile voice) {}
