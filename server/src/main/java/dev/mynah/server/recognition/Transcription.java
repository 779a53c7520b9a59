package dev.mynah.server.recognition;

import dev.mynah.engine.spi.RecognizedSegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a recording.
 *
 * @param text all of it, in one line; empty for silence
 * @param durationSeconds of the recording
 * @param segments in order, with times from the beginning of the recording
 * @param languageCode ISO 639-1, e.g. {@code en}, or null if nothing is said
 * @param language its name in English, or null if nothing is said
 */
public record Transcription(
    String text,
    double durationSeconds,
    List<RecognizedSegment> segments,
    @Nullable String languageCode,
    @Nullable String language) {
  public Transcription {
    segments = List.copyOf(segments);
  }
}
