package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;

/*
 * A clipped recording has flat tops: runs of neighbouring samples that all lie within a thousandth
 * of the highest (or lowest) value the file ever reaches. An unclipped wave rounds its peak over, so
 * that it is that close to its top for less than 60 microseconds, and only at its one highest peak.
 * Must be measured before any change of sample rate, which would round the tops over again.
 */
/** Measures how much of a recording was cut off at full scale. */
public final class Clipping {
  private static final double TOLERANCE = 0.001;
  private static final double LEAST_PEAK = 0.05;
  private static final double LONGEST_ROUND_TOP_SECONDS = 60e-6;
  private static final int LEAST_RUN = 3; // samples

  private Clipping() {}

  /** Returns the share of samples that lie in flat tops, 0 to 1. Any sample rate. */
  public static double fraction(Pcm pcm) {
    float highest = 0;
    float lowest = 0;
    for (float sample : pcm.samples()) {
      highest = Math.max(highest, sample);
      lowest = Math.min(lowest, sample);
    }
    int run =
        Math.max(LEAST_RUN, (int) Math.ceil(LONGEST_ROUND_TOP_SECONDS * pcm.sampleRate()) + 1);
    long flat = flat(pcm.samples(), 1, highest, run) + flat(pcm.samples(), -1, -lowest, run);
    return pcm.samples().length == 0 ? 0 : (double) flat / pcm.samples().length;
  }

  private static long flat(float[] samples, int sign, double peak, int leastRun) {
    if (peak < LEAST_PEAK) {
      return 0;
    }
    double threshold = peak * (1 - TOLERANCE);
    long flat = 0;
    int run = 0;
    for (float sample : samples) {
      if (sign * sample >= threshold) {
        run++;
        flat += run == leastRun ? leastRun : run > leastRun ? 1 : 0;
      } else {
        run = 0;
      }
    }
    return flat;
  }
}
