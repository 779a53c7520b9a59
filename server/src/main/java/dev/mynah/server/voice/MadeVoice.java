package dev.mynah.server.voice;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.VoiceProfile;

/**
 * What came of a recording.
 *
 * @param recording as it was decoded
 * @param profile what to speak with
 * @param report what was measured
 */
public record MadeVoice(DecodedRecording recording, VoiceProfile profile, CloneReport report) {}
