package dev.mynah.client;

import java.util.List;

/**
 * What is said in a recording.
 *
 * @param text all of it; empty if nothing is said
 * @param seconds length of the recording
 * @param segments stretches of it with their times, if they were asked for
 * @param language code of it, such as {@code en}; empty if the service doesn't say
 */
public record Transcript(String text, double seconds, List<TimedText> segments, String language) {
  /** Copies the list. */
  public Transcript {
    segments = List.copyOf(segments);
  }
}
