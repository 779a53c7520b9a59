package dev.mynah.server.voice;

import dev.mynah.audio.Pcm;
import dev.mynah.engine.spi.CloneReport;
import java.util.List;

/**
 * A recording as samples.
 *
 * @param pcm mono
 * @param originalSampleRate of the file, Hz
 * @param warnings what was wrong with the file without making it useless
 */
public record DecodedRecording(
    Pcm pcm, int originalSampleRate, List<CloneReport.Warning> warnings) {
  public DecodedRecording {
    warnings = List.copyOf(warnings);
  }
}
