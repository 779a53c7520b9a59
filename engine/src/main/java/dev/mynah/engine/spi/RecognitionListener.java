package dev.mynah.engine.spi;

import java.io.IOException;

/** Hears a transcript as it grows. Called by one thread at a time. */
@FunctionalInterface
public interface RecognitionListener {
  RecognitionListener NONE = segment -> {};

  /**
   * Takes the next segment.
   *
   * @throws IOException to stop the recogniser, e.g. when the listener has gone
   */
  void segment(RecognizedSegment segment) throws IOException;
}
