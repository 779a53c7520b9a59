package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.spectrum.RealFft;
import java.util.Arrays;

/*
 * Finds F0 as the lag at which a short stretch of speech is most like itself.
 *
 * Paul Boersma, "Accurate short-term analysis of the fundamental frequency and the
 * harmonics-to-noise ratio of a sampled sound", Proc. Institute of Phonetic Sciences 17 (1993):
 * dividing the autocorrelation of a windowed stretch by that of the window itself,
 *
 *     r(lag) = r_windowed(lag) / r_window(lag),
 *
 * gives peaks of the true height and place, so that a perfectly periodic sound has r = 1 at its
 * period and a sound at a signal-to-noise power ratio s has r = s / (1 + s). Each frame offers its
 * best peaks and "unvoiced" as candidates; the path through them with the best sum of strengths
 * minus the costs of jumps is found by dynamic programming.
 *
 * The search runs on the signal brought down to 6 kHz: the harmonics that carry the pitch are below
 * 2.4 kHz, also in telephone speech, whose missing fundamental the autocorrelation supplies. The
 * autocorrelation itself is computed by FFT and interpolated to 12 kHz by zero padding, then by a
 * parabola through each peak. Lags in samples, times in frames, frequencies in Hz.
 */
/** Tracks fundamental frequency from {@link #FLOOR_HZ} to {@link #CEILING_HZ}. */
public final class PitchTracker {
  public static final double FLOOR_HZ = 58;
  public static final double CEILING_HZ = 550;

  private static final int DECIMATION = 4;
  private static final double RATE = (double) Frames.SAMPLE_RATE / DECIMATION;
  private static final double LOW_PASS_HZ = 2_300;
  private static final int LOW_PASS_HALF_TAPS = 48;
  private static final int WINDOW = (int) Math.round(3 * RATE / FLOOR_HZ);
  private static final int FFT_SIZE = 512;
  private static final int LAG_UPSAMPLING = 2;
  private static final double LAG_RATE = RATE * LAG_UPSAMPLING;
  private static final int SHORTEST_LAG = (int) Math.floor(LAG_RATE / CEILING_HZ);
  private static final int LONGEST_LAG = (int) Math.ceil(LAG_RATE / FLOOR_HZ);

  private static final int CANDIDATES = 7; // slot 0 is "unvoiced"
  private static final double VOICING_THRESHOLD = 0.45;
  private static final double SILENCE_THRESHOLD = 0.03; // of the loud frames' amplitude
  private static final double OCTAVE_COST =
      0.02; // per octave of lag: of equal peaks the first wins
  private static final double LEAST_PEAK = 0.25;
  private static final double COST_SCALE = 0.01 * Frames.PER_SECOND; // costs are for 10 ms steps
  private static final double OCTAVE_JUMP_COST = 0.35 * COST_SCALE;
  private static final double VOICING_CHANGE_COST = 0.14 * COST_SCALE;
  private static final double LOUD_PERCENTILE = 0.98;
  private static final int SHORTEST_RUN = 3; // frames; shorter voiced runs are accidents

  private final RealFft fft = new RealFft(FFT_SIZE);
  private final RealFft lagFft = new RealFft(FFT_SIZE * LAG_UPSAMPLING);
  private final double[] re = new double[FFT_SIZE * LAG_UPSAMPLING / 2 + 1];
  private final double[] im = new double[FFT_SIZE * LAG_UPSAMPLING / 2 + 1];
  private final double[] window = hann(WINDOW);
  private final double[] windowCorrelation;
  private final double[] frame = new double[FFT_SIZE];
  private final double[] correlation = new double[FFT_SIZE * LAG_UPSAMPLING];

  private PitchTracker() {
    Arrays.fill(frame, 0);
    System.arraycopy(window, 0, frame, 0, WINDOW);
    correlate();
    windowCorrelation = Arrays.copyOf(correlation, LONGEST_LAG + 2);
  }

  /**
   * Tracks the pitch of mono audio.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   */
  public static PitchTrack track(Pcm pcm) {
    Frames.requireRate(pcm);
    return new PitchTracker().run(pcm.samples());
  }

  private PitchTrack run(float[] samples) {
    int frames = Frames.count(samples.length);
    float[] low = decimate(samples);
    float[][] frequency = new float[frames][CANDIDATES];
    float[][] strength = new float[frames][CANDIDATES];
    float[] periodicity = new float[frames];
    float[] peak = new float[frames];
    for (int k = 0; k < frames; k++) {
      peak[k] = (float) load(low, k * Frames.HOP / DECIMATION);
      if (peak[k] > 0) {
        correlate();
        periodicity[k] = findCandidates(frequency[k], strength[k]);
      }
    }
    scoreUnvoiced(strength, peak);
    float[] f0 = bestPath(frequency, strength);
    dropShortRuns(f0);
    return new PitchTrack(f0, periodicity);
  }

  /** Copies the stretch around a sample, less its mean, windowed; returns its peak amplitude. */
  private double load(float[] low, int centre) {
    int start = centre - WINDOW / 2;
    int from = Math.max(0, start);
    int to = Math.min(low.length, start + WINDOW);
    double mean = 0;
    for (int i = from; i < to; i++) {
      mean += low[i];
    }
    mean /= Math.max(1, to - from);
    Arrays.fill(frame, 0);
    double peak = 0;
    for (int i = from; i < to; i++) {
      double value = low[i] - mean;
      peak = Math.max(peak, Math.abs(value));
      frame[i - start] = value * window[i - start];
    }
    return peak;
  }

  /** Turns {@link #frame} into its autocorrelation at {@link #LAG_RATE}, 1 at lag 0. */
  private void correlate() {
    fft.forward(frame, re, im);
    for (int k = 0; k < fft.bins(); k++) {
      re[k] = re[k] * re[k] + im[k] * im[k];
    }
    Arrays.fill(re, fft.bins(), re.length, 0);
    Arrays.fill(im, 0);
    lagFft.inverse(re, im, correlation);
    double scale = correlation[0] > 0 ? 1 / correlation[0] : 0;
    for (int lag = 0; lag <= LONGEST_LAG + 1; lag++) {
      correlation[lag] *= scale;
    }
  }

  /** Fills the voiced candidates of one frame; returns the height of the highest peak. */
  private float findCandidates(float[] frequency, float[] strength) {
    for (int lag = SHORTEST_LAG - 1; lag <= LONGEST_LAG + 1; lag++) {
      correlation[lag] /= windowCorrelation[lag];
    }
    double highest = 0;
    for (int lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
      double here = correlation[lag];
      double before = correlation[lag - 1];
      double after = correlation[lag + 1];
      if (here < LEAST_PEAK || here < before || here <= after) {
        continue;
      }
      double curvature = 2 * here - before - after;
      double offset = curvature > 0 ? 0.5 * (after - before) / curvature : 0;
      double height = Math.min(1, here + 0.25 * (after - before) * offset);
      double hertz = LAG_RATE / (lag + offset);
      highest = Math.max(highest, height);
      keep(frequency, strength, hertz, height - OCTAVE_COST * log2(FLOOR_HZ / hertz));
    }
    return (float) highest;
  }

  private static void keep(float[] frequency, float[] strength, double hertz, double value) {
    int weakest = 1;
    for (int c = 2; c < CANDIDATES; c++) {
      if (strength[c] < strength[weakest]) {
        weakest = c;
      }
    }
    if (value > strength[weakest]) {
      strength[weakest] = (float) value;
      frequency[weakest] = (float) hertz;
    }
  }

  private static void scoreUnvoiced(float[][] strength, float[] peak) {
    float[] sorted = peak.clone();
    Arrays.sort(sorted);
    double loud = sorted.length == 0 ? 0 : sorted[(int) (LOUD_PERCENTILE * (sorted.length - 1))];
    double silence = SILENCE_THRESHOLD / (1 + VOICING_THRESHOLD);
    for (int k = 0; k < peak.length; k++) {
      double relative = loud > 0 ? peak[k] / loud : 0;
      strength[k][0] = (float) (VOICING_THRESHOLD + Math.max(0, 2 - relative / silence));
    }
  }

  /** Dynamic programming over the candidates; returns the frequencies on the best path. */
  private static float[] bestPath(float[][] frequency, float[][] strength) {
    int frames = strength.length;
    float[] path = new float[frames];
    if (frames == 0) {
      return path;
    }
    double[][] log = new double[frames][CANDIDATES];
    for (int k = 0; k < frames; k++) {
      for (int c = 1; c < CANDIDATES; c++) {
        log[k][c] = frequency[k][c] > 0 ? log2(frequency[k][c]) : 0;
      }
    }
    byte[][] from = new byte[frames][CANDIDATES];
    double[] score = new double[CANDIDATES];
    double[] next = new double[CANDIDATES];
    for (int c = 0; c < CANDIDATES; c++) {
      score[c] = usable(frequency[0], c) ? strength[0][c] : Double.NEGATIVE_INFINITY;
    }
    for (int k = 1; k < frames; k++) {
      for (int c = 0; c < CANDIDATES; c++) {
        next[c] = Double.NEGATIVE_INFINITY;
        if (!usable(frequency[k], c)) {
          continue;
        }
        for (int p = 0; p < CANDIDATES; p++) {
          double value = score[p] - transition(p, log[k - 1][p], c, log[k][c]);
          if (value > next[c]) {
            next[c] = value;
            from[k][c] = (byte) p;
          }
        }
        next[c] += strength[k][c];
      }
      System.arraycopy(next, 0, score, 0, CANDIDATES);
    }
    int best = 0;
    for (int c = 1; c < CANDIDATES; c++) {
      best = score[c] > score[best] ? c : best;
    }
    for (int k = frames - 1; k >= 0; k--) {
      path[k] = best == 0 ? 0 : frequency[k][best];
      best = from[k][best];
    }
    return path;
  }

  private static boolean usable(float[] frequency, int candidate) {
    return candidate == 0 || frequency[candidate] > 0;
  }

  private static double transition(int p, double logBefore, int c, double logAfter) {
    if (p == 0 && c == 0) {
      return 0;
    }
    if (p == 0 || c == 0) {
      return VOICING_CHANGE_COST;
    }
    return OCTAVE_JUMP_COST * Math.abs(logBefore - logAfter);
  }

  private static void dropShortRuns(float[] f0) {
    int start = 0;
    while (start < f0.length) {
      int end = start;
      while (end < f0.length && f0[end] > 0) {
        end++;
      }
      if (end - start < SHORTEST_RUN) {
        Arrays.fill(f0, start, end, 0);
      }
      start = end + 1;
    }
  }

  /** Low-passes and keeps every fourth sample; sample i of the result is sample 4i of the input. */
  private static float[] decimate(float[] samples) {
    float[] taps = lowPass();
    float[] low = new float[(samples.length + DECIMATION - 1) / DECIMATION];
    for (int i = 0; i < low.length; i++) {
      int centre = i * DECIMATION;
      int from = Math.max(-LOW_PASS_HALF_TAPS, -centre);
      int to = Math.min(LOW_PASS_HALF_TAPS, samples.length - 1 - centre);
      float sum = 0;
      for (int t = from; t <= to; t++) {
        sum += taps[t + LOW_PASS_HALF_TAPS] * samples[centre + t];
      }
      low[i] = sum;
    }
    return low;
  }

  private static float[] lowPass() {
    int length = 2 * LOW_PASS_HALF_TAPS + 1;
    double[] shape = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double x = 2 * LOW_PASS_HZ / Frames.SAMPLE_RATE * (i - LOW_PASS_HALF_TAPS);
      double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      double taper =
          0.5 + 0.5 * Math.cos(Math.PI * (i - LOW_PASS_HALF_TAPS) / (LOW_PASS_HALF_TAPS + 1));
      shape[i] = sinc * taper;
      sum += shape[i];
    }
    float[] taps = new float[length];
    for (int i = 0; i < length; i++) {
      taps[i] = (float) (shape[i] / sum);
    }
    return taps;
  }

  private static double[] hann(int length) {
    double[] window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length);
    }
    return window;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
