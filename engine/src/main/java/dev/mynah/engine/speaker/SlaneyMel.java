package dev.mynah.engine.speaker;

import dev.mynah.audio.spectrum.RealFft;
import dev.mynah.audio.spectrum.Windows;

/*
 * The front end the encoder was trained with: power spectra of 25 ms every 10 ms at 16 kHz, in 40
 * triangular bands on the mel scale of Slaney's Auditory Toolbox (1998): linear below 1 kHz (3 mels
 * to 200 Hz), logarithmic above (27 mels to a factor of 6.4), each triangle of area 1 in Hz.
 */
/** Mel power spectra, linear (no logarithm). Holds scratch memory: one instance per thread. */
final class SlaneyMel {
  static final int SAMPLE_RATE = 16_000;
  static final int HOP = 160; // samples, 10 ms
  static final int BANDS = 40;

  private static final int WINDOW = 400; // samples, 25 ms
  private static final double HERTZ_PER_MEL = 200.0 / 3;
  private static final double CORNER_HERTZ = 1_000;
  private static final double CORNER_MEL = CORNER_HERTZ / HERTZ_PER_MEL;
  private static final double LOG_STEP = Math.log(6.4) / 27;

  private final double[] window = Windows.periodicHann(WINDOW);
  private final RealFft fft = new RealFft(WINDOW);
  private final double[] frame = new double[WINDOW];
  private final double[] re = new double[fft.bins()];
  private final double[] im = new double[fft.bins()];
  private final double[][] bands = bands(fft.bins()); // [band][bin]

  /**
   * Analyses one frame.
   *
   * @param samples a signal, silent outside
   * @param index of the frame; its middle is sample index * {@link #HOP}
   * @param mel receives {@link #BANDS} powers from {@code to} on
   */
  void analyse(float[] samples, int index, float[] mel, int to) {
    int from = index * HOP - WINDOW / 2;
    for (int i = 0; i < WINDOW; i++) {
      int at = from + i;
      frame[i] = at >= 0 && at < samples.length ? samples[at] * window[i] : 0;
    }
    fft.forward(frame, re, im);
    for (int k = 0; k < re.length; k++) {
      re[k] = re[k] * re[k] + im[k] * im[k];
    }
    for (int band = 0; band < BANDS; band++) {
      double sum = 0;
      for (int k = 0; k < re.length; k++) {
        sum += bands[band][k] * re[k];
      }
      mel[to + band] = (float) sum;
    }
  }

  private static double[][] bands(int bins) {
    double top = mel(SAMPLE_RATE / 2.0);
    double[] edge = new double[BANDS + 2];
    for (int i = 0; i < edge.length; i++) {
      edge[i] = hertz(top * i / (BANDS + 1));
    }
    double[][] weights = new double[BANDS][bins];
    for (int band = 0; band < BANDS; band++) {
      double low = edge[band];
      double middle = edge[band + 1];
      double high = edge[band + 2];
      double height = 2 / (high - low);
      for (int k = 0; k < bins; k++) {
        double at = (double) k * SAMPLE_RATE / WINDOW;
        double rise = (at - low) / (middle - low);
        double fall = (high - at) / (high - middle);
        weights[band][k] = height * Math.max(0, Math.min(rise, fall));
      }
    }
    return weights;
  }

  private static double mel(double hertz) {
    return hertz < CORNER_HERTZ
        ? hertz / HERTZ_PER_MEL
        : CORNER_MEL + Math.log(hertz / CORNER_HERTZ) / LOG_STEP;
  }

  private static double hertz(double mel) {
    return mel < CORNER_MEL
        ? mel * HERTZ_PER_MEL
        : CORNER_HERTZ * Math.exp(LOG_STEP * (mel - CORNER_MEL));
  }
}
