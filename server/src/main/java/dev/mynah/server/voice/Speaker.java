package dev.mynah.server.voice;

import dev.mynah.engine.spi.VoiceProfile;

/**
 * A voice ready to speak.
 *
 * @param voiceId its id, even where an alias was asked for
 * @param profile for the engine in use
 */
public record Speaker(String voiceId, VoiceProfile profile) {}
