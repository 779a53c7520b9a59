package dev.mynah.audio.resample;

/*
 * A low-pass filter cut at the smaller of the two Nyquist frequencies, sampled once for every
 * position an output sample can take between two input samples (polyphase). Its impulse response is
 * a windowed sinc,
 *
 *   h(t) = 2 fc sinc(2 fc t) I0(beta sqrt(1 - (t/T)^2)) / I0(beta),   |t| < T
 *
 * with t and T in input samples and fc in cycles per input sample. beta and T follow from the
 * attenuation and the width of the transition band by the formulas of J. F. Kaiser, "Nonrecursive
 * digital filter design using the I0-sinh window function", ISCAS 1974.
 *
 * A ratio L/M in lowest terms needs L positions. Where L is larger than MAX_EXACT_PHASES the filter
 * holds MAX_EXACT_PHASES of them and the resampler interpolates linearly between neighbours, which
 * errs by at most (pi / MAX_EXACT_PHASES)^2 / 8 of full scale: 118 dB below it.
 */

/** The coefficients for one pair of sample rates. Immutable, so streams may share one. */
public final class ResamplingFilter {
  /** Lowest and highest sample rates accepted, in Hz. */
  public static final int MIN_RATE = 1_000;

  public static final int MAX_RATE = 768_000;

  private static final double STOPBAND_ATTENUATION = 100; // dB
  private static final double PASSBAND_EDGE = 0.91; // of the smaller Nyquist frequency
  private static final double STOPBAND_EDGE = 1.0; // of the smaller Nyquist frequency
  private static final int MAX_EXACT_PHASES = 1_024;

  private final int inputRate;
  private final int outputRate;
  private final int up;
  private final int down;
  private final int halfWidth;
  private final boolean interpolated;
  private final float[][] phases;

  private ResamplingFilter(int inputRate, int outputRate) {
    this.inputRate = checkRate(inputRate);
    this.outputRate = checkRate(outputRate);
    int divisor = greatestCommonDivisor(inputRate, outputRate);
    this.up = outputRate / divisor;
    this.down = inputRate / divisor;
    double smaller = Math.min(1.0, (double) up / down); // of the input's Nyquist frequency
    double transition = Math.PI * (STOPBAND_EDGE - PASSBAND_EDGE) * smaller; // rad a sample
    double length = (STOPBAND_ATTENUATION - 7.95) / (2.285 * transition) + 1; // Kaiser's estimate
    this.halfWidth = (int) Math.ceil(length / 2);
    this.interpolated = up > MAX_EXACT_PHASES;
    double cutoff = 0.5 * smaller * (PASSBAND_EDGE + STOPBAND_EDGE) / 2; // cycles a sample
    this.phases = up == down ? new float[0][] : design(cutoff);
  }

  /**
   * Designs the filter for a change of rate.
   *
   * @param inputRate from, Hz, {@link #MIN_RATE} to {@link #MAX_RATE}
   * @param outputRate to, Hz, in the same range
   */
  public static ResamplingFilter between(int inputRate, int outputRate) {
    return new ResamplingFilter(inputRate, outputRate);
  }

  public int inputRate() {
    return inputRate;
  }

  public int outputRate() {
    return outputRate;
  }

  /** Returns L of the ratio L/M in lowest terms. */
  int up() {
    return up;
  }

  /** Returns M of the ratio L/M in lowest terms. */
  int down() {
    return down;
  }

  /** Returns how many input samples on either side of an output sample have a part in it. */
  int halfWidth() {
    return halfWidth;
  }

  /** Returns whether positions fall between the stored phases. */
  boolean interpolated() {
    return interpolated;
  }

  /** Returns the coefficients: [phase][2 * halfWidth], one more phase when interpolated. */
  float[][] phases() {
    return phases;
  }

  /** Returns how many samples come out for so many in: every one that starts before the end. */
  long outputLength(long inputSamples) {
    return Math.ceilDiv(Math.multiplyExact(inputSamples, (long) up), down);
  }

  private float[][] design(double cutoff) {
    int count = interpolated ? MAX_EXACT_PHASES : up;
    float[][] table = new float[interpolated ? count + 1 : count][];
    double beta = 0.1102 * (STOPBAND_ATTENUATION - 8.7); // Kaiser, for more than 50 dB
    double windowPeak = besselI0(beta);
    double[] taps = new double[2 * halfWidth];
    for (int phase = 0; phase < table.length; phase++) {
      double position = (double) phase / count;
      double sum = 0;
      for (int tap = 0; tap < taps.length; tap++) {
        double distance = tap - halfWidth + 1 - position;
        taps[tap] = sinc(2 * cutoff * distance) * window(distance, beta) / windowPeak;
        sum += taps[tap];
      }
      table[phase] = new float[taps.length];
      for (int tap = 0; tap < taps.length; tap++) {
        table[phase][tap] = (float) (taps[tap] / sum); // the same gain at 0 Hz in every phase
      }
    }
    return table;
  }

  private double window(double distance, double beta) {
    double ratio = distance / halfWidth;
    return Math.abs(ratio) >= 1 ? 0 : besselI0(beta * Math.sqrt(1 - ratio * ratio));
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** Modified Bessel function of the first kind, order 0, by its power series. */
  private static double besselI0(double x) {
    double quarterSquare = x * x / 4;
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= quarterSquare / ((double) k * k);
      sum += term;
    }
    return sum;
  }

  private static int checkRate(int rate) {
    if (rate < MIN_RATE || rate > MAX_RATE) {
      throw new IllegalArgumentException(
          "sample rate must be between %d and %d Hz: %d".formatted(MIN_RATE, MAX_RATE, rate));
    }
    return rate;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
