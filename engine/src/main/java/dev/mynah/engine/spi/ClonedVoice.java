package dev.mynah.engine.spi;

/**
 * A new voice and how good its recording was.
 *
 * @param profile what to speak with
 * @param report what was measured on the recording
 */
public record ClonedVoice(VoiceProfile profile, CloneReport report) {}
