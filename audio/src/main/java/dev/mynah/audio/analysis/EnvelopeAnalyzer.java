package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.audio.spectrum.RealFft;
import java.util.Arrays;

/*
 * The spectrum of the vocal tract without the ripple of the voice's harmonics.
 *
 * Masanori Morise, "CheapTrick, a spectral envelope estimator for high-quality speech synthesis",
 * Speech Communication 67 (2015), in three steps that all follow the pitch f0:
 *   1. power spectrum under a Hann window three periods long, whose total power hardly depends on
 *      where in a period it falls;
 *   2. mean over a sliding band 2/3 f0 wide, so that no bin is left empty between harmonics;
 *   3. in the cepstrum (quefrency q, s) times sin(pi f0 q)/(pi f0 q), which removes what repeats
 *      every f0, and times (1 - 2 a) + 2 a cos(2 pi f0 q), which sharpens again what 1 and 2 blurred.
 * Unvoiced frames are analysed as if their pitch were 160 Hz: a window long enough to be steady.
 * Result: natural log of amplitude in the 64 bands of EnvelopeBands, of a signal whose power density is
 * spread evenly over the band; white noise of standard deviation s gives about ln s everywhere.
 */
/** Measures smooth spectral envelopes, pitch by pitch. */
public final class EnvelopeAnalyzer {
  private static final int FFT_SIZE = 2_048;
  private static final int HALF = FFT_SIZE / 2;
  private static final double BIN_HZ = (double) Frames.SAMPLE_RATE / FFT_SIZE;
  private static final double UNVOICED_HZ = 160;
  private static final double SHARPENING = -0.15;
  private static final double LEAST_POWER = 1e-16;

  private final RealFft fft = new RealFft(FFT_SIZE);
  private final MelBands bands = EnvelopeBands.over(HALF + 1);
  private final double[] samples = new double[FFT_SIZE];
  private final double[] re = new double[HALF + 1];
  private final double[] im = new double[HALF + 1];
  private final double[] power = new double[HALF + 1];
  private final double[] sum = new double[2 * HALF + 2];
  private final double[] described = new double[EnvelopeBands.COUNT];

  private EnvelopeAnalyzer() {}

  /**
   * Measures the envelope of every frame.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   * @param pitch of the same audio
   * @return [frame][band] natural log amplitude
   */
  public static float[][] analyze(Pcm pcm, PitchTrack pitch) {
    return analyze(pcm, pitch, new Span(0, pitch.frames()));
  }

  /**
   * Measures the envelope of some frames.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   * @param pitch of the same audio
   * @param span the frames to measure
   * @return [frame of the span][band] natural log amplitude
   */
  public static float[][] analyze(Pcm pcm, PitchTrack pitch, Span span) {
    Frames.requireRate(pcm);
    EnvelopeAnalyzer analyzer = new EnvelopeAnalyzer();
    float[][] envelopes = new float[span.frames()][EnvelopeBands.COUNT];
    for (int i = 0; i < envelopes.length; i++) {
      int k = span.from() + i;
      double f0 = pitch.voiced(k) ? pitch.f0()[k] : UNVOICED_HZ;
      analyzer.measure(pcm.samples(), k * Frames.HOP, f0, envelopes[i]);
    }
    return envelopes;
  }

  private void measure(float[] audio, int centre, double f0, float[] out) {
    powerSpectrum(audio, centre, f0);
    fillBelowPitch(f0);
    smooth(2 * f0 / 3);
    lifter(f0);
    bands.fromBins(re, described);
    for (int b = 0; b < out.length; b++) {
      out[b] = (float) (0.5 * described[b]);
    }
  }

  /** Step 1: power under a Hann window three periods long, per unit of window power. */
  private void powerSpectrum(float[] audio, int centre, double f0) {
    int half = Math.min(HALF - 1, (int) Math.round(1.5 * Frames.SAMPLE_RATE / f0));
    Arrays.fill(samples, 0);
    double windowSum = 0;
    double windowPower = 0;
    double signalSum = 0;
    for (int i = -half; i <= half; i++) {
      double weight = hann(i, half);
      int at = centre + i;
      double sample = at >= 0 && at < audio.length ? audio[at] : 0;
      samples[i + half] = sample * weight;
      windowSum += weight;
      windowPower += weight * weight;
      signalSum += sample * weight;
    }
    double mean = signalSum / windowSum;
    for (int i = -half; i <= half; i++) {
      samples[i + half] -= mean * hann(i, half);
    }
    fft.forward(samples, re, im);
    for (int k = 0; k <= HALF; k++) {
      power[k] = (re[k] * re[k] + im[k] * im[k]) / windowPower;
    }
  }

  private static double hann(int distance, int half) {
    return 0.5 + 0.5 * Math.cos(Math.PI * distance / (half + 1));
  }

  /** Below the first harmonic there is nothing to measure: it is mirrored there about f0 / 2. */
  private void fillBelowPitch(double f0) {
    double mirror = f0 / BIN_HZ;
    int last = (int) Math.floor(mirror / 2);
    for (int k = 0; k <= last; k++) {
      double at = mirror - k;
      int below = (int) at;
      power[k] += power[below] + (at - below) * (power[below + 1] - power[below]);
    }
  }

  /** Step 2: log of the mean over a band, by differences of the running integral; into re. */
  private void smooth(double widthHertz) {
    // sum[i]: integral up to half a bin below bin i - reach; the spectrum is mirrored at both ends
    int reach = HALF / 2;
    int length = HALF + 1 + 2 * reach;
    sum[0] = 0;
    for (int i = 0; i < length; i++) {
      int k = Math.abs(i - reach);
      sum[i + 1] = sum[i] + power[k > HALF ? 2 * HALF - k : k];
    }
    double half = Math.max(0.5, widthHertz / BIN_HZ / 2);
    for (int k = 0; k <= HALF; k++) {
      double centre = k + reach + 0.5;
      double mean = (integral(centre + half) - integral(centre - half)) / (2 * half);
      re[k] = Math.log(Math.max(mean, LEAST_POWER));
    }
  }

  private double integral(double edge) {
    int below = (int) edge;
    return sum[below] + (edge - below) * (sum[below + 1] - sum[below]);
  }

  /** Step 3: removes the harmonics' ripple from the log power in re, in the cepstrum. */
  private void lifter(double f0) {
    Arrays.fill(im, 0);
    fft.inverse(re, im, samples);
    double step = Math.PI * f0 / Frames.SAMPLE_RATE;
    for (int n = 1; n <= HALF; n++) {
      double sine = Math.sin(step * n);
      double lift = sine / (step * n) * (1 - 4 * SHARPENING * sine * sine);
      samples[n] *= lift;
      if (n < HALF) {
        samples[FFT_SIZE - n] *= lift;
      }
    }
    fft.forward(samples, re, im);
  }
}
