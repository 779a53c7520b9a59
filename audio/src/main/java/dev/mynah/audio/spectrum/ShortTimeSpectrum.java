package dev.mynah.audio.spectrum;

/**
 * Short-time Fourier analysis and resynthesis with centred frames: frame f is the windowed stretch
 * whose middle is sample f * hop; outside the signal there is silence.
 *
 * <p>Resynthesis weights each inverse frame with the same window and divides by the summed squared
 * windows (Griffin and Lim, "Signal estimation from modified short-time Fourier transform", 1984),
 * so an unmodified spectrum gives the signal back wherever windows cover it.
 *
 * <p>Holds scratch memory: one instance per thread.
 */
public final class ShortTimeSpectrum {
  private static final double LEAST_WINDOW_POWER = 1e-11;

  private final int hop;
  private final double[] window;
  private final RealFft fft;
  private final double[] frame;

  /**
   * Prepares the tables.
   *
   * @param window weights; its length is the transform length
   * @param hop samples from one frame to the next
   */
  public ShortTimeSpectrum(double[] window, int hop) {
    if (hop < 1) {
      throw new IllegalArgumentException("hop must be at least 1: " + hop);
    }
    this.window = window.clone();
    this.hop = hop;
    fft = new RealFft(window.length);
    frame = new double[window.length];
  }

  /** Returns the number of bins, window length / 2 + 1. */
  public int bins() {
    return fft.bins();
  }

  /**
   * Spectrum of one frame.
   *
   * @param signal samples
   * @param index frame number, its middle at index * hop
   * @param re receives the real parts of {@link #bins()} bins
   * @param im receives the imaginary parts
   */
  public void analyse(float[] signal, int index, double[] re, double[] im) {
    int start = index * hop - window.length / 2;
    for (int i = 0; i < window.length; i++) {
      int at = start + i;
      frame[i] = at >= 0 && at < signal.length ? signal[at] * window[i] : 0;
    }
    fft.forward(frame, re, im);
  }

  /**
   * Signal of a sequence of spectra.
   *
   * @param re real parts, [frame][bin]
   * @param im imaginary parts, [frame][bin]
   * @param length samples wanted
   */
  public float[] synthesise(double[][] re, double[][] im, int length) {
    double[] sum = new double[length];
    double[] power = new double[length];
    for (int f = 0; f < re.length; f++) {
      fft.inverse(re[f], im[f], frame);
      int start = f * hop - window.length / 2;
      int first = Math.max(0, -start);
      int last = Math.min(window.length, length - start);
      for (int i = first; i < last; i++) {
        sum[start + i] += frame[i] * window[i];
        power[start + i] += window[i] * window[i];
      }
    }
    float[] signal = new float[length];
    for (int i = 0; i < length; i++) {
      signal[i] = (float) (sum[i] / Math.max(power[i], LEAST_WINDOW_POWER));
    }
    return signal;
  }
}
