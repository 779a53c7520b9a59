package dev.mynah.audio.testing;

import dev.mynah.audio.Pcm;
import java.util.Arrays;
import java.util.Random;

/** Test signals, and what can be measured in them. */
public final class Signals {
  private Signals() {}

  /** A sine that starts at phase 0. */
  public static Pcm sine(double frequency, double amplitude, int sampleRate, double seconds) {
    float[] samples = new float[(int) Math.round(seconds * sampleRate)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * frequency * i / sampleRate));
    }
    return new Pcm(samples, sampleRate);
  }

  /** A gliding buzz in syllables over a little noise: loud, quiet and broad like speech. */
  public static Pcm speechLike(int sampleRate, double seconds, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[(int) Math.round(seconds * sampleRate)];
    double phase = 0;
    double smooth = 0;
    for (int i = 0; i < samples.length; i++) {
      double time = (double) i / sampleRate;
      phase += (120 + 30 * Math.sin(2 * Math.PI * 0.7 * time)) / sampleRate;
      phase -= Math.floor(phase);
      double syllable = 0.5 + 0.5 * Math.sin(2 * Math.PI * 3 * time);
      double source = (2 * phase - 1) * syllable + 0.05 * random.nextGaussian();
      smooth += 0.3 * (source - smooth);
      samples[i] = (float) (0.3 * smooth);
    }
    return new Pcm(samples, sampleRate);
  }

  /** Amplitude of the sine of a frequency that fits samples best. */
  public static double amplitudeAt(double frequency, float[] samples, int sampleRate) {
    double sines = 0;
    double cosines = 0;
    double step = 2 * Math.PI * frequency / sampleRate;
    for (int i = 0; i < samples.length; i++) {
      double window = 1 - Math.cos(2 * Math.PI * (i + 0.5) / samples.length); // Hann, mean 1
      sines += window * samples[i] * Math.sin(step * i);
      cosines += window * samples[i] * Math.cos(step * i);
    }
    return 2 * Math.hypot(sines, cosines) / samples.length;
  }

  /** Root mean square. */
  public static double level(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / samples.length);
  }

  /** The second and third quarter. */
  public static float[] middle(float[] samples) {
    return Arrays.copyOfRange(samples, samples.length / 4, samples.length * 3 / 4);
  }

  /** The shift of {@code other}, within {@code reach} samples, that correlates best. */
  public static int bestShift(float[] one, float[] other, int reach) {
    int best = 0;
    double bestSum = Double.NEGATIVE_INFINITY;
    for (int shift = -reach; shift <= reach; shift++) {
      double sum = 0;
      int from = Math.max(reach, reach - shift);
      int to = Math.min(one.length, other.length) - reach;
      for (int i = from; i < to; i++) {
        sum += (double) one[i] * other[i + shift];
      }
      if (sum > bestSum) {
        bestSum = sum;
        best = shift;
      }
    }
    return best;
  }
}
