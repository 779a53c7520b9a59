package dev.mynah.engine.lark.clone;

import java.util.Arrays;

/** Tells loud frames from the quiet ones, which say little about a voice. */
final class Loudness {
  private static final double LOUD_SHARE = 0.95;

  private Loudness() {}

  /**
   * Marks the frames that are not too far below the loud ones.
   *
   * @param envelopes [frame][band] log amplitude
   * @param range how far a frame may lie below the 95th percentile, nats
   */
  static boolean[] loudFrames(float[][] envelopes, double range) {
    double[] level = new double[envelopes.length];
    for (int k = 0; k < level.length; k++) {
      double power = 0;
      for (float value : envelopes[k]) {
        power += Math.exp(2 * value);
      }
      level[k] = 0.5 * Math.log(power + 1e-12);
    }
    double[] sorted = level.clone();
    Arrays.sort(sorted);
    double loud = sorted.length == 0 ? 0 : sorted[(int) (LOUD_SHARE * (sorted.length - 1))];
    boolean[] kept = new boolean[level.length];
    for (int k = 0; k < kept.length; k++) {
      kept[k] = level[k] > loud - range;
    }
    return kept;
  }
}
