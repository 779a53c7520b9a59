package dev.mynah.audio;

import java.util.Objects;

/**
 * Mono audio in memory.
 *
 * @param samples amplitudes, full scale at -1 and 1; not copied, so the owner must not write to it
 *     afterwards
 * @param sampleRate samples a second, above 0
 */
public record Pcm(float[] samples, int sampleRate) {
  public Pcm {
    Objects.requireNonNull(samples);
    if (sampleRate <= 0) {
      throw new IllegalArgumentException("sampleRate must be above 0: " + sampleRate);
    }
  }

  /** Returns the length in seconds. */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }
}
