package dev.mynah.engine.lark.clone;

import java.util.Arrays;
import java.util.List;

/**
 * Centre and spread of the logarithm of pitch, by percentiles, which a few octave errors don't
 * move.
 *
 * @param centre median
 * @param spread standard deviation of the Gaussian with the same 10th and 90th percentile
 */
record LogPitch(double centre, double spread) {
  private static final double DEVIATIONS_BETWEEN_DECILES = 2.563;

  /** Measures a list of log pitches, not empty. */
  static LogPitch of(List<Float> logF0) {
    float[] sorted = new float[logF0.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = logF0.get(i);
    }
    Arrays.sort(sorted);
    double low = sorted[sorted.length / 10];
    double high = sorted[sorted.length - 1 - sorted.length / 10];
    return new LogPitch(sorted[sorted.length / 2], (high - low) / DEVIATIONS_BETWEEN_DECILES);
  }
}
