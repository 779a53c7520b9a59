package dev.mynah.audio.spectrum;

/** Weighting windows for short-time spectra. */
public final class Windows {
  private Windows() {}

  /** Returns 0.5 - 0.5 cos(2 pi n / size): Hann's window, periodic form. */
  public static double[] periodicHann(int size) {
    double[] window = new double[size];
    for (int n = 0; n < size; n++) {
      window[n] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * n / size);
    }
    return window;
  }
}
