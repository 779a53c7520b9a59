package dev.mynah.audio.spectrum;

/**
 * Fourier transform of two real sequences at the price of one complex transform: one becomes the
 * real, the other the imaginary part; the even and odd halves of the complex spectrum are theirs.
 * Numerical Recipes, "FFT of two real functions simultaneously".
 *
 * <p>Holds scratch memory: one instance per thread.
 */
public final class RealPairFft {
  private final int size;
  private final int half;
  private final ComplexFft fft;
  private final double[] re;
  private final double[] im;

  /**
   * Prepares the tables.
   *
   * @param size number of samples, even, a product of 2, 3 and 5
   */
  public RealPairFft(int size) {
    if (size < 2 || size % 2 != 0) {
      throw new IllegalArgumentException("the length must be even: " + size);
    }
    this.size = size;
    half = size / 2;
    fft = new ComplexFft(size);
    re = new double[size];
    im = new double[size];
  }

  /**
   * X[k] = sum x[n] window[n] exp(-2 pi i k n / size), k = 0 to size / 2, for both sequences.
   *
   * @param signal holds both sequences
   * @param first where the first begins, size samples
   * @param second where the second begins, size samples
   * @param window size weights
   * @param firstSpectrum receives the first spectrum
   * @param secondSpectrum receives the second spectrum
   */
  public void forward(
      float[] signal,
      int first,
      int second,
      float[] window,
      Spectrum firstSpectrum,
      Spectrum secondSpectrum) {
    for (int i = 0; i < size; i++) {
      re[i] = signal[first + i] * window[i];
      im[i] = signal[second + i] * window[i];
    }
    fft.transform(re, im);
    float[] aRe = firstSpectrum.re();
    float[] aIm = firstSpectrum.im();
    float[] bRe = secondSpectrum.re();
    float[] bIm = secondSpectrum.im();
    for (int k = 1; k < half; k++) {
      double mirrorRe = re[size - k];
      double mirrorIm = im[size - k];
      aRe[k] = (float) (0.5 * (re[k] + mirrorRe));
      aIm[k] = (float) (0.5 * (im[k] - mirrorIm));
      bRe[k] = (float) (0.5 * (im[k] + mirrorIm));
      bIm[k] = (float) (0.5 * (mirrorRe - re[k]));
    }
    aRe[0] = (float) re[0];
    bRe[0] = (float) im[0];
    aRe[half] = (float) re[half];
    bRe[half] = (float) im[half];
    aIm[0] = 0;
    bIm[0] = 0;
    aIm[half] = 0;
    bIm[half] = 0;
  }

  /**
   * The inverse, scaled by 1 / size. The imaginary parts of the first and last bins are taken as 0.
   *
   * @param firstSpectrum the first spectrum, left as it is
   * @param secondSpectrum the second spectrum, left as it is
   * @param first receives size samples
   * @param second receives size samples
   */
  public void inverse(
      Spectrum firstSpectrum, Spectrum secondSpectrum, float[] first, float[] second) {
    float[] aRe = firstSpectrum.re();
    float[] aIm = firstSpectrum.im();
    float[] bRe = secondSpectrum.re();
    float[] bIm = secondSpectrum.im();
    for (int k = 1; k < half; k++) {
      re[k] = aRe[k] - bIm[k];
      im[k] = aIm[k] + bRe[k];
      re[size - k] = aRe[k] + bIm[k];
      im[size - k] = bRe[k] - aIm[k];
    }
    re[0] = aRe[0];
    im[0] = bRe[0];
    re[half] = aRe[half];
    im[half] = bRe[half];
    fft.transform(im, re);
    double scale = 1.0 / size;
    for (int i = 0; i < size; i++) {
      first[i] = (float) (re[i] * scale);
      second[i] = (float) (im[i] * scale);
    }
  }

  /**
   * A half spectrum, 0 Hz to half the sample rate.
   *
   * @param re real parts, one a bin
   * @param im imaginary parts, one a bin
   */
  public record Spectrum(float[] re, float[] im) {
    /** Returns a spectrum of {@code bins} zeros. */
    public static Spectrum ofBins(int bins) {
      return new Spectrum(new float[bins], new float[bins]);
    }
  }
}
