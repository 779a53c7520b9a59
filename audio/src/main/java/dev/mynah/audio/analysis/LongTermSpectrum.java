package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.spectrum.RealFft;
import dev.mynah.audio.spectrum.Windows;
import java.util.Arrays;

/*
 * The long-term average spectrum of a voice: powers of all frames that are loud enough to be speech,
 * averaged, and gathered into bands one Bark wide that begin half a Bark apart. The Bark scale after
 * Traunmueller (JASA 88, 1990):
 *
 *   z = 26.81 f / (1960 + f) - 0.53        [f in Hz]
 *
 * Levels are relative to that of all bands together, so that recordings of any level compare.
 */
/**
 * How the sound of a voice is spread over frequency, on average.
 *
 * @param hertz [band] middle of each band, rising
 * @param decibels [band] power of the band relative to the whole; {@link #FLOOR_DB} for nothing
 */
public record LongTermSpectrum(float[] hertz, float[] decibels) {
  /** Nothing is shown weaker. */
  public static final float FLOOR_DB = -100;

  private static final int FFT_SIZE = 2_048; // 85 ms: 11.7 Hz a bin
  private static final int HOP = 512;
  private static final double LOUD_SHARE = 0.95;
  private static final double QUIETEST_DB = 30; // below the loud frames
  private static final double SILENCE_DB = -75;
  private static final double FIRST_BARK = 1;
  private static final double LAST_BARK = 22; // 11 kHz
  private static final double STEP_BARK = 0.5;
  private static final double HALF_WIDTH_BARK = 0.5;
  private static final double BIN_HZ = (double) Frames.SAMPLE_RATE / FFT_SIZE;

  /**
   * Measures a recording.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   */
  public static LongTermSpectrum of(Pcm pcm) {
    Frames.requireRate(pcm);
    double[] power = average(pcm.samples());
    int bands = 1 + (int) Math.round((LAST_BARK - FIRST_BARK) / STEP_BARK);
    float[] hertz = new float[bands];
    double[] inBand = new double[bands];
    double whole = 0;
    for (int b = 0; b < bands; b++) {
      double bark = FIRST_BARK + b * STEP_BARK;
      hertz[b] = (float) toHertz(bark);
      inBand[b] = between(power, toHertz(bark - HALF_WIDTH_BARK), toHertz(bark + HALF_WIDTH_BARK));
      whole += inBand[b] * STEP_BARK / (2 * HALF_WIDTH_BARK);
    }
    float[] decibels = new float[bands];
    for (int b = 0; b < bands; b++) {
      double share = whole > 0 ? inBand[b] / whole : 0;
      decibels[b] = (float) Math.max(FLOOR_DB, 10 * Math.log10(Math.max(share, 1e-12)));
    }
    return new LongTermSpectrum(hertz, decibels);
  }

  /** Returns [bin] the mean power of the frames that hold speech. */
  private static double[] average(float[] samples) {
    int frames = Math.max(1, (samples.length - FFT_SIZE) / HOP + 1);
    float[] levels = new float[frames];
    for (int f = 0; f < frames; f++) {
      levels[f] = (float) level(samples, f * HOP);
    }
    double threshold = Math.max(SILENCE_DB, Decibels.percentile(levels, LOUD_SHARE) - QUIETEST_DB);
    double[] window = Windows.periodicHann(FFT_SIZE);
    RealFft fft = new RealFft(FFT_SIZE);
    double[] frame = new double[FFT_SIZE];
    double[] re = new double[fft.bins()];
    double[] im = new double[fft.bins()];
    double[] sum = new double[fft.bins()];
    for (int f = 0; f < frames; f++) {
      if (levels[f] >= threshold) {
        Arrays.fill(frame, 0);
        for (int i = 0; i < FFT_SIZE && f * HOP + i < samples.length; i++) {
          frame[i] = samples[f * HOP + i] * window[i];
        }
        fft.forward(frame, re, im);
        for (int k = 0; k < sum.length; k++) {
          sum[k] += re[k] * re[k] + im[k] * im[k];
        }
      }
    }
    return sum;
  }

  private static double level(float[] samples, int from) {
    double power = 0;
    int to = Math.min(samples.length, from + FFT_SIZE);
    for (int i = from; i < to; i++) {
      power += samples[i] * samples[i];
    }
    return Decibels.ofPower(power / FFT_SIZE);
  }

  /** Returns the power between two frequencies; bins at the edges count with their share. */
  private static double between(double[] power, double from, double to) {
    double sum = 0;
    int last = Math.min(power.length - 1, (int) Math.ceil(to / BIN_HZ) + 1);
    for (int k = Math.max(1, (int) (from / BIN_HZ) - 1); k <= last; k++) {
      double low = Math.max(from, (k - 0.5) * BIN_HZ);
      double high = Math.min(to, (k + 0.5) * BIN_HZ);
      sum += power[k] * Math.max(0, high - low) / BIN_HZ;
    }
    return sum;
  }

  private static double toHertz(double bark) {
    return 1_960 * (bark + 0.53) / (26.28 - bark);
  }
}
