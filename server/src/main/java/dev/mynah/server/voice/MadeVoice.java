package dev.mynah.server.voice;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.VoiceProfile;
import java.util.List;

/**
 * What came of one or several recordings.
 *
 * @param recordings each as it was decoded
 * @param profile what to speak with
 * @param report what was measured
 */
public record MadeVoice(
    List<DecodedRecording> recordings, VoiceProfile profile, CloneReport report) {
  public MadeVoice {
    recordings = List.copyOf(recordings);
  }
}
