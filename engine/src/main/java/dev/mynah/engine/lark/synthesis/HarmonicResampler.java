package dev.mynah.engine.lark.synthesis;

import java.util.Arrays;

/**
 * Reads the harmonic branch of a voiced frame at the base voice's own harmonics and draws it anew
 * for every bin, so that harmonics of another pitch find amplitude and phase between the old ones.
 *
 * <p>The network was only ever asked about the bins under its own harmonics; between them its
 * values mean nothing. At harmonic k, x = k f0 / 20 bins, the amplitude is the mean of the log
 * amplitudes and the phase the argument of the summed spectrum over the main lobe |j - x| < 2,
 * weighted by cos(pi (j - x) / 4)^4. The phases are unwrapped from harmonic to harmonic; between
 * harmonics both run in straight lines, and they are held below the first and above the last.
 *
 * <p>Holds scratch memory: one instance per thread.
 */
final class HarmonicResampler {
  private static final int BINS = LarkFrames.BINS;
  private static final float MAX_HARMONIC_HERTZ = 11_000;
  private static final int MAX_HARMONICS = (int) (MAX_HARMONIC_HERTZ / LarkFrames.VOICED_HERTZ) + 1;

  /** Bins on either side of a harmonic that its main lobe reaches. */
  private static final int LOBE = 2;

  /** Positions within a bin at which the lobe's weights are tabled. */
  private static final int LOBE_STEPS = 256;

  /** Weights of the four bins around a harmonic, [step * 4 + bin], each four summing to 1. */
  private static final float[] LOBE_WEIGHTS = lobeWeights();

  private static final float TURNS_PER_RADIAN = (float) (0.5 / Math.PI);

  private final float[] amplitude = new float[MAX_HARMONICS + 1]; // [harmonic - 1], nats
  private final float[] phase = new float[MAX_HARMONICS + 1]; // [harmonic - 1], unwrapped, turns

  /**
   * Resamples one frame in place.
   *
   * @param log log amplitude of each bin, nats; replaced
   * @param magnitude e to the log amplitude of each bin
   * @param cosine cosine of the phase of each bin
   * @param sine sine of the phase of each bin
   * @param turns receives the new phase of each bin, in turns, not wrapped
   * @param f0 pitch the frame was made for, Hz, above {@link LarkFrames#VOICED_HERTZ}
   */
  void resample(
      float[] log, float[] magnitude, float[] cosine, float[] sine, float[] turns, float f0) {
    double spacing = f0 / LarkFrames.BIN_HERTZ;
    int harmonics = (int) (MAX_HARMONIC_HERTZ / f0);
    readHarmonics(log, magnitude, cosine, sine, spacing, harmonics);
    drawBins(log, turns, spacing, harmonics);
  }

  private void readHarmonics(
      float[] log, float[] magnitude, float[] cosine, float[] sine, double spacing, int harmonics) {
    float previous = 0;
    for (int k = 1; k <= harmonics; k++) {
      double x = k * spacing;
      int bin = (int) x;
      int step = (int) ((x - bin) * LOBE_STEPS);
      int weights = step * 2 * LOBE;
      float mean = 0;
      float re = 0;
      float im = 0;
      for (int i = 0; i < 2 * LOBE; i++) {
        int j = bin + 1 - LOBE + i;
        float weight = LOBE_WEIGHTS[weights + i];
        float weighted = weight * magnitude[j];
        mean += weight * log[j];
        re += weighted * cosine[j];
        im += weighted * sine[j];
      }
      float wrapped = (float) Math.atan2(im, re) * TURNS_PER_RADIAN;
      previous += Approximations.wrapTurns(wrapped - previous);
      amplitude[k - 1] = mean;
      phase[k - 1] = previous;
    }
  }

  private void drawBins(float[] log, float[] turns, double spacing, int harmonics) {
    int from = Math.min(BINS, (int) Math.ceil(spacing));
    Arrays.fill(log, 0, from, amplitude[0]);
    Arrays.fill(turns, 0, from, phase[0]);
    float perBin = (float) (1 / spacing);
    for (int k = 1; k < harmonics; k++) {
      double x = k * spacing;
      int to = Math.min(BINS, (int) Math.ceil(x + spacing));
      float share = (float) (from - x) * perBin;
      float amplitudeStep = amplitude[k] - amplitude[k - 1];
      float phaseStep = phase[k] - phase[k - 1];
      for (int bin = from; bin < to; bin++) {
        log[bin] = amplitude[k - 1] + share * amplitudeStep;
        turns[bin] = phase[k - 1] + share * phaseStep;
        share += perBin;
      }
      from = to;
    }
    Arrays.fill(log, from, BINS, amplitude[harmonics - 1]);
    Arrays.fill(turns, from, BINS, phase[harmonics - 1]);
  }

  private static float[] lobeWeights() {
    int taps = 2 * LOBE;
    float[] table = new float[(LOBE_STEPS + 1) * taps];
    for (int step = 0; step <= LOBE_STEPS; step++) {
      double[] weights = new double[taps];
      double sum = 0;
      for (int i = 0; i < taps; i++) {
        // The middle of the table's step stands for all of it.
        double distance = 1 - LOBE + i - (step + 0.5) / LOBE_STEPS;
        if (Math.abs(distance) < LOBE) {
          double cosine = StrictMath.cos(Math.PI * distance / 4);
          weights[i] = cosine * cosine * cosine * cosine;
          sum += weights[i];
        }
      }
      for (int i = 0; i < taps; i++) {
        table[step * taps + i] = (float) (weights[i] / sum);
      }
    }
    return table;
  }
}
