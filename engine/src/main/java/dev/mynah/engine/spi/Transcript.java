package dev.mynah.engine.spi;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a recording.
 *
 * @param segments in order, none overlapping another; none for silence
 * @param durationSeconds of the recording
 * @param language BCP 47 tag of the language heard, e.g. {@code en}, or null if nothing is said
 */
public record Transcript(
    List<RecognizedSegment> segments, double durationSeconds, @Nullable String language) {
  public Transcript {
    segments = List.copyOf(segments);
  }

  /** Returns all that is said, in one line. */
  public String text() {
    return segments.stream().map(RecognizedSegment::text).collect(Collectors.joining(" "));
  }
}
