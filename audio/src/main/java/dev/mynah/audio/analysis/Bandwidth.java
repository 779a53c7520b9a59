package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.spectrum.RealFft;
import java.util.Arrays;

/*
 * Speech reaches as far up as there is a frequency at which the loudest tenth of the speech frames
 * (the fricatives, high up) stand clear of what the pauses hold there, and are not absurdly weak
 * beside the rest of the spectrum, as the leavings of a resampler or a codec above its cut-off are.
 * Powers are averaged over steps of 94 Hz. Levels in dB, frequencies in Hz.
 */
/** Finds the highest frequency that carries speech. */
public final class Bandwidth {
  private static final int FFT_SIZE = 1_024;
  private static final int BINS_A_STEP = 4;
  private static final int STEPS = FFT_SIZE / 2 / BINS_A_STEP;
  private static final double STEP_HZ = (double) Frames.SAMPLE_RATE / FFT_SIZE * BINS_A_STEP;
  private static final int MOST_FRAMES = 2_000;
  private static final double STRONG_SHARE = 0.95;
  private static final double WEAK_SHARE = 0.20;
  private static final double LEAST_CONTRAST_DB = 7;
  private static final double DEEPEST_DB = 62; // below the strongest step
  private static final double CLIFF_DB = 22; // a fall that no voice makes within CLIFF_STEPS
  private static final int CLIFF_STEPS = 5;
  private static final int EVIDENCE = 2; // neighbouring steps that must agree

  private final RealFft fft = new RealFft(FFT_SIZE);
  private final double[] samples = new double[FFT_SIZE];
  private final double[] re = new double[FFT_SIZE / 2 + 1];
  private final double[] im = new double[FFT_SIZE / 2 + 1];

  private Bandwidth() {}

  /**
   * Measures the bandwidth of the speech in a recording.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   * @param activity of the same audio
   * @return Hz, at most 12000; 0 if there is no speech
   */
  public static double hertz(Pcm pcm, SpeechActivity activity) {
    Frames.requireRate(pcm);
    return new Bandwidth().measure(pcm.samples(), activity.speech());
  }

  private double measure(float[] audio, boolean[] speech) {
    float[][] during = levels(audio, speech, true);
    if (during[0].length == 0) {
      return 0;
    }
    float[][] between = levels(audio, speech, false);
    double[] strong = new double[STEPS];
    double highest = Decibels.FLOOR;
    for (int s = 0; s < STEPS; s++) {
      strong[s] = Decibels.percentile(during[s], STRONG_SHARE);
      highest = Math.max(highest, strong[s]);
    }
    int agreeing = 0;
    for (int s = cliff(strong); s > 0; s--) {
      double weak =
          between[s].length >= EVIDENCE * 8
              ? Decibels.percentile(between[s], 0.5)
              : Decibels.percentile(during[s], WEAK_SHARE);
      boolean carries = strong[s] > weak + LEAST_CONTRAST_DB && strong[s] > highest - DEEPEST_DB;
      agreeing = carries ? agreeing + 1 : 0;
      if (agreeing == EVIDENCE) {
        return Math.min(Frames.SAMPLE_RATE / 2.0, (s + EVIDENCE) * STEP_HZ);
      }
    }
    return STEP_HZ;
  }

  /** Returns the last step below the steepest cliff, or the last step of all. */
  private static int cliff(double[] strong) {
    int at = STEPS - 1;
    double deepest = CLIFF_DB;
    for (int s = 16; s + CLIFF_STEPS < STEPS; s++) {
      double fall = strong[s] - strong[s + CLIFF_STEPS];
      double restBelow = Decibels.FLOOR;
      for (int r = s + CLIFF_STEPS; r < STEPS; r++) {
        restBelow = Math.max(restBelow, strong[r]);
      }
      if (fall > deepest && restBelow < strong[s] - 0.8 * CLIFF_DB) {
        deepest = fall;
        at = s + CLIFF_STEPS / 2;
      }
    }
    return at;
  }

  /** Returns [step][chosen frame] levels of the frames that are, or are not, speech. */
  private float[][] levels(float[] audio, boolean[] speech, boolean wanted) {
    int count = 0;
    for (boolean frame : speech) {
      count += frame == wanted ? 1 : 0;
    }
    int stride = Math.max(1, count / MOST_FRAMES);
    float[][] levels = new float[STEPS][(count + stride - 1) / stride];
    int seen = 0;
    for (int k = 0; k < speech.length; k++) {
      if (speech[k] == wanted && seen++ % stride == 0) {
        transform(audio, k * Frames.HOP);
        for (int s = 0; s < STEPS; s++) {
          levels[s][(seen - 1) / stride] = (float) level(s);
        }
      }
    }
    return levels;
  }

  private void transform(float[] audio, int centre) {
    Arrays.fill(samples, 0);
    for (int i = 0; i < FFT_SIZE; i++) {
      int at = centre - FFT_SIZE / 2 + i;
      if (at >= 0 && at < audio.length) {
        samples[i] = audio[at] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FFT_SIZE));
      }
    }
    fft.forward(samples, re, im);
  }

  private double level(int step) {
    double sum = 0;
    for (int k = step * BINS_A_STEP; k < (step + 1) * BINS_A_STEP; k++) {
      sum += re[k] * re[k] + im[k] * im[k];
    }
    return Decibels.ofPower(sum / FFT_SIZE / BINS_A_STEP);
  }
}
