package dev.mynah.audio.analysis;

/**
 * Frames {@code from} (inclusive) to {@code to} (exclusive) of a recording, on the grid of {@link
 * Frames}.
 */
public record Span(int from, int to) {
  public Span {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no span from " + from + " to " + to);
    }
  }

  /** Returns the number of frames. */
  public int frames() {
    return to - from;
  }

  /** Returns the duration in seconds. */
  public double seconds() {
    return Frames.seconds(frames());
  }
}
