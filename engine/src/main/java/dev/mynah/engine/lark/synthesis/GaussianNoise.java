package dev.mynah.engine.lark.synthesis;

/**
 * Gaussian numbers that depend only on a seed and a frame number, so that audio is the same
 * whatever the block size, the thread count or the machine.
 *
 * <p>A counter scrambled by SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014) gives 64 bits; each 12 of them pick one of 4096 equally likely values, the
 * normal distribution's quantiles, scaled to variance 1. The coarse tail (3.7 sigma at most) is
 * inaudible, and a table look-up is several times cheaper than logarithms or rejection.
 */
final class GaussianNoise {
  private static final int TABLE_BITS = 12;
  private static final int TABLE_SIZE = 1 << TABLE_BITS;
  private static final int MASK = TABLE_SIZE - 1;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private static final float[] QUANTILES = quantiles();

  private GaussianNoise() {}

  /**
   * Writes independent values of mean 0 and variance 1.
   *
   * @param seed names the noise of one utterance
   * @param frame frame number
   * @param first receives a value per element
   * @param second receives a value per element, as long as first
   */
  static void fill(long seed, int frame, float[] first, float[] second) {
    long state = mix(seed + (frame + 1) * GOLDEN_GAMMA);
    int length = first.length;
    int i = 0;
    for (; i + 1 < length; i += 2) {
      state += GOLDEN_GAMMA;
      long bits = mix(state);
      first[i] = QUANTILES[(int) bits & MASK];
      second[i] = QUANTILES[(int) (bits >>> 16) & MASK];
      first[i + 1] = QUANTILES[(int) (bits >>> 32) & MASK];
      second[i + 1] = QUANTILES[(int) (bits >>> 48) & MASK];
    }
    if (i < length) {
      long bits = mix(state + GOLDEN_GAMMA);
      first[i] = QUANTILES[(int) bits & MASK];
      second[i] = QUANTILES[(int) (bits >>> 16) & MASK];
    }
  }

  /** Scrambles 64 bits so that near arguments have unrelated results. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static float[] quantiles() {
    double[] values = new double[TABLE_SIZE];
    double power = 0;
    for (int i = 0; i < TABLE_SIZE / 2; i++) {
      double value = upperQuantile(0.5 - (i + 0.5) / TABLE_SIZE);
      values[TABLE_SIZE / 2 + i] = value;
      values[TABLE_SIZE / 2 - 1 - i] = -value;
      power += 2 * value * value;
    }
    double scale = 1 / StrictMath.sqrt(power / TABLE_SIZE);
    float[] table = new float[TABLE_SIZE];
    for (int i = 0; i < TABLE_SIZE; i++) {
      table[i] = (float) (values[i] * scale);
    }
    return table;
  }

  /** Value a normal variable exceeds with the given probability, at most 1/2, by bisection. */
  private static double upperQuantile(double probability) {
    double low = 0;
    double high = 8;
    for (int i = 0; i < 50; i++) {
      double middle = 0.5 * (low + high);
      if (upperTail(middle) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }

  /** Abramowitz and Stegun, 26.2.17: the normal tail to 7.5e-8. */
  private static double upperTail(double x) {
    double t = 1 / (1 + 0.2316419 * x);
    double series =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return StrictMath.exp(-0.5 * x * x) / StrictMath.sqrt(2 * Math.PI) * series;
  }
}
