package dev.mynah.audio.analysis;

import java.util.Arrays;

/** Levels in dB relative to full scale, and order statistics of them. */
final class Decibels {
  /** Nothing is quieter: below 16-bit rounding noise. */
  static final double FLOOR = -100;

  private Decibels() {}

  static double ofPower(double power) {
    return power <= 1e-10 ? FLOOR : 10 * Math.log10(power);
  }

  static double toPower(double decibels) {
    return Math.pow(10, decibels / 10);
  }

  /** Returns the value below which a share (0 to 1) of the values lie; 0 for none. */
  static double percentile(float[] values, int from, int to, double share) {
    if (to <= from) {
      return 0;
    }
    float[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  static double percentile(float[] values, double share) {
    return percentile(values, 0, values.length, share);
  }
}
