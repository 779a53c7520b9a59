package dev.mynah.audio.loudness;

/*
 * The K-weighting of ITU-R BS.1770-4: a high shelf for the head and a high-pass for low sounds that
 * seem quiet. The recommendation tabulates both filters for 48 kHz. They are bilinear transforms of
 * analogue prototypes whose corner, quality and gain are recovered from that table, so that the same
 * response can be had at any rate:
 *
 *   s = (1 / tan(pi f0 / fs)) (1 - z^-1) / (1 + z^-1)
 *   shelf:     H(s) = (Vh s^2 + Vb s / Q + 1) / (s^2 + s / Q + 1)
 *   high-pass: H(s) = s^2 / (s^2 + s / Q + 1)
 *
 * The transform bends the response near the Nyquist frequency, and with it, at low rates, the gain
 * in the middle. So the gain at 997 Hz, the recommendation's reference tone, is set to 0.691 dB, which
 * the offset in the loudness formula takes away again.
 */
final class KWeighting {
  private static final double REFERENCE_FREQUENCY = 997; // Hz
  private static final double REFERENCE_GAIN = 0.691; // dB
  private static final double SHELF_CORNER = 1_681.974450955533; // Hz
  private static final double SHELF_QUALITY = 0.7071752369554196;
  private static final double SHELF_GAIN = 3.999843853973347; // dB
  private static final double SHELF_MIDDLE_EXPONENT = 0.4996667741545416;
  private static final double PASS_CORNER = 38.13547087602444; // Hz
  private static final double PASS_QUALITY = 0.5003270373238773;

  private final Biquad shelf;
  private final Biquad pass;
  private final double scale;

  KWeighting(int sampleRate) {
    this.shelf = shelf(sampleRate);
    this.pass = pass(sampleRate);
    double angle = 2 * Math.PI * REFERENCE_FREQUENCY / sampleRate;
    this.scale =
        Math.pow(10, REFERENCE_GAIN / 20) / (shelf.magnitude(angle) * pass.magnitude(angle));
  }

  /** Returns the weighted form of the next sample. */
  double next(double sample) {
    return pass.next(shelf.next(scale * sample));
  }

  private static Biquad shelf(int sampleRate) {
    double k = Math.tan(Math.PI * SHELF_CORNER / sampleRate);
    double high = Math.pow(10, SHELF_GAIN / 20);
    double middle = Math.pow(high, SHELF_MIDDLE_EXPONENT);
    double scale = 1 / (1 + k / SHELF_QUALITY + k * k);
    return new Biquad(
        (high + middle * k / SHELF_QUALITY + k * k) * scale,
        2 * (k * k - high) * scale,
        (high - middle * k / SHELF_QUALITY + k * k) * scale,
        2 * (k * k - 1) * scale,
        (1 - k / SHELF_QUALITY + k * k) * scale);
  }

  private static Biquad pass(int sampleRate) {
    double k = Math.tan(Math.PI * PASS_CORNER / sampleRate);
    double scale = 1 / (1 + k / PASS_QUALITY + k * k);
    return new Biquad(1, -2, 1, 2 * (k * k - 1) * scale, (1 - k / PASS_QUALITY + k * k) * scale);
  }

  /** A second-order section, transposed direct form II. */
  private static final class Biquad {
    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private double first;
    private double second;

    Biquad(double b0, double b1, double b2, double a1, double a2) {
      this.b0 = b0;
      this.b1 = b1;
      this.b2 = b2;
      this.a1 = a1;
      this.a2 = a2;
    }

    double next(double x) {
      double y = b0 * x + first;
      first = b1 * x - a1 * y + second;
      second = b2 * x - a2 * y;
      return y;
    }

    /** Gain at an angular frequency in radians a sample. */
    double magnitude(double angle) {
      double numerator =
          Math.hypot(
              b0 + b1 * Math.cos(angle) + b2 * Math.cos(2 * angle),
              b1 * Math.sin(angle) + b2 * Math.sin(2 * angle));
      double denominator =
          Math.hypot(
              1 + a1 * Math.cos(angle) + a2 * Math.cos(2 * angle),
              a1 * Math.sin(angle) + a2 * Math.sin(2 * angle));
      return numerator / denominator;
    }
  }
}
