package dev.mynah.audio.loudness;

/*
 * The height of the waveform between two samples, at a quarter, a half and three quarters of the
 * way, by a windowed sinc over twelve samples: the fourfold oversampling of BS.1770-4, annex 2. Up to
 * 0.4 of the sample rate it reads a sine's peak within 0.3 dB.
 */
final class PeakInterpolator {
  /** Samples needed on either side of the gap. */
  static final int REACH = 6;

  private static final int PARTS = 4;
  private static final float[][] COEFFICIENTS = coefficients(); // [quarter - 1][2 * REACH]

  private PeakInterpolator() {}

  /**
   * Returns the largest magnitude from {@code samples[at]} up to, but not including, {@code
   * samples[at + 1]}. Samples from {@code at - REACH + 1} to {@code at + REACH} must exist.
   */
  static float peakFrom(float[] samples, int at) {
    float peak = Math.abs(samples[at]);
    for (float[] part : COEFFICIENTS) {
      float sum = 0;
      for (int tap = 0; tap < part.length; tap++) {
        sum += part[tap] * samples[at - REACH + 1 + tap];
      }
      peak = Math.max(peak, Math.abs(sum));
    }
    return peak;
  }

  private static float[][] coefficients() {
    float[][] table = new float[PARTS - 1][2 * REACH];
    for (int quarter = 1; quarter < PARTS; quarter++) {
      for (int tap = 0; tap < 2 * REACH; tap++) {
        double distance = tap - REACH + 1 - (double) quarter / PARTS;
        double angle = Math.PI * distance;
        double window = Math.cos(angle / (2 * REACH)); // cosine lobe, 0 at the ends
        table[quarter - 1][tap] = (float) (Math.sin(angle) / angle * window);
      }
    }
    return table;
  }
}
