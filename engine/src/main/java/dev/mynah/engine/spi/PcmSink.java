package dev.mynah.engine.spi;

import java.io.IOException;

/** Takes speech as it is made. Called by one thread at a time. */
@FunctionalInterface
public interface PcmSink {
  /**
   * Takes the next samples, which follow the ones before without a gap.
   *
   * @param samples mono at the engine's sample rate, full scale at -1 and 1; belongs to the sink
   * @throws IOException to stop the speaker, e.g. when the listener has gone
   */
  void accept(float[] samples) throws IOException;

  /**
   * Hears which part of the text the next samples say.
   *
   * @param start offset of its first character
   * @param end offset after its last character
   */
  default void beginning(int start, int end) throws IOException {}
}
