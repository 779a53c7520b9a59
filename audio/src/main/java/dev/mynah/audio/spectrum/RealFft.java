package dev.mynah.audio.spectrum;

/**
 * Fourier transform of real sequences in double precision, for any even length that is a product of
 * 2, 3 and 5 (among them 1200 and every power of two).
 *
 * <p>The even samples become the real, the odd samples the imaginary part of a sequence of half the
 * length; its spectrum Z holds both: E[k] = (Z[k] + conj Z[h-k]) / 2, O[k] = (Z[k] - conj Z[h-k]) /
 * 2i, and X[k] = E[k] + exp(-2 pi i k / n) O[k]. Sorensen et al., "Real-valued fast Fourier
 * transform algorithms" (1987).
 *
 * <p>Holds scratch memory: one instance per thread.
 */
public final class RealFft {
  private final int size;
  private final int half;
  private final ComplexFft fft;
  private final double[] roots;
  private final double[] packedRe;
  private final double[] packedIm;

  /**
   * Prepares the tables.
   *
   * @param size number of samples, even
   * @throws IllegalArgumentException if the size is odd or has a prime factor above 5
   */
  public RealFft(int size) {
    if (size < 2 || size % 2 != 0) {
      throw new IllegalArgumentException("the length must be even: " + size);
    }
    this.size = size;
    half = size / 2;
    fft = new ComplexFft(half);
    roots = RadixPlan.rootsOfUnity(size);
    packedRe = new double[half];
    packedIm = new double[half];
  }

  /** Returns the number of samples. */
  public int size() {
    return size;
  }

  /** Returns the number of bins, size / 2 + 1. */
  public int bins() {
    return half + 1;
  }

  /**
   * X[k] = sum x[n] exp(-2 pi i k n / size), k = 0 to size / 2.
   *
   * @param samples size values, left as they are
   * @param re receives the real parts of {@link #bins()} bins
   * @param im receives the imaginary parts
   */
  public void forward(double[] samples, double[] re, double[] im) {
    for (int i = 0; i < half; i++) {
      packedRe[i] = samples[2 * i];
      packedIm[i] = samples[2 * i + 1];
    }
    fft.transform(packedRe, packedIm);
    for (int k = 1; k < half; k++) {
      double evenRe = 0.5 * (packedRe[k] + packedRe[half - k]);
      double evenIm = 0.5 * (packedIm[k] - packedIm[half - k]);
      double oddRe = 0.5 * (packedIm[k] + packedIm[half - k]);
      double oddIm = -0.5 * (packedRe[k] - packedRe[half - k]);
      double wr = roots[2 * k];
      double wi = roots[2 * k + 1];
      re[k] = evenRe + oddRe * wr - oddIm * wi;
      im[k] = evenIm + oddRe * wi + oddIm * wr;
    }
    re[0] = packedRe[0] + packedIm[0];
    im[0] = 0;
    re[half] = packedRe[0] - packedIm[0];
    im[half] = 0;
  }

  /**
   * The inverse of {@link #forward}, scaled by 1 / size. The imaginary parts of the first and last
   * bin are taken as 0.
   *
   * @param re real parts of {@link #bins()} bins, left as they are
   * @param im imaginary parts
   * @param samples receives size values
   */
  public void inverse(double[] re, double[] im, double[] samples) {
    packedRe[0] = 0.5 * (re[0] + re[half]);
    packedIm[0] = 0.5 * (re[0] - re[half]);
    for (int k = 1; k < half; k++) {
      double evenRe = 0.5 * (re[k] + re[half - k]);
      double evenIm = 0.5 * (im[k] - im[half - k]);
      double diffRe = 0.5 * (re[k] - re[half - k]);
      double diffIm = 0.5 * (im[k] + im[half - k]);
      double wr = roots[2 * k];
      double wi = -roots[2 * k + 1];
      double oddRe = diffRe * wr - diffIm * wi;
      double oddIm = diffRe * wi + diffIm * wr;
      packedRe[k] = evenRe - oddIm;
      packedIm[k] = evenIm + oddRe;
    }
    fft.transform(packedIm, packedRe);
    double scale = 1.0 / half;
    for (int i = 0; i < half; i++) {
      samples[2 * i] = packedRe[i] * scale;
      samples[2 * i + 1] = packedIm[i] * scale;
    }
  }
}
