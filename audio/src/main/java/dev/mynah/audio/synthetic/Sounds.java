package dev.mynah.audio.synthetic;

import dev.mynah.audio.Pcm;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Simple sounds at 24 kHz, and simple things done to sounds. */
public final class Sounds {
  private static final int RATE = 24_000;

  private Sounds() {}

  /** A plain buzz: all harmonics of a pitch that follows a curve over time, no pauses. */
  public static Pcm buzz(double seconds, DoubleUnaryOperator hertzAtSecond) {
    float[] out = new float[(int) (seconds * RATE)];
    double phase = 0;
    for (int i = 0; i < out.length; i++) {
      double f0 = hertzAtSecond.applyAsDouble((double) i / RATE);
      phase += 2 * Math.PI * f0 / RATE;
      double sum = 0;
      for (int h = 1; h * f0 < 5_000; h++) {
        sum += Math.cos(h * phase) / h;
      }
      out[i] = (float) sum;
    }
    return new Pcm(scaled(out, 0.4), RATE);
  }

  /** Returns the sum of a sound and white noise at a signal-to-noise ratio over the whole sound. */
  public static Pcm withNoise(Pcm clean, double snrDb, long seed) {
    double power = power(clean.samples());
    double deviation = Math.sqrt(power / Math.pow(10, snrDb / 10));
    Random random = new Random(seed);
    float[] out = clean.samples().clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) (deviation * random.nextGaussian());
    }
    return new Pcm(out, clean.sampleRate());
  }

  /** Returns the sound without what lies above a frequency (brick wall, 90 dB). */
  public static Pcm lowPassed(Pcm full, double hertz) {
    int half = 400;
    double[] taps = new double[2 * half + 1];
    for (int i = -half; i <= half; i++) {
      double x = 2 * hertz / RATE * i;
      double sinc = i == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      double t = Math.PI * i / (half + 1);
      double blackman = 0.42 + 0.5 * Math.cos(t) + 0.08 * Math.cos(2 * t);
      taps[i + half] = 2 * hertz / RATE * sinc * blackman;
    }
    float[] in = full.samples();
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      double sum = 0;
      for (int t = Math.max(-half, i - in.length + 1); t <= Math.min(half, i); t++) {
        sum += taps[t + half] * in[i - t];
      }
      out[i] = (float) sum;
    }
    return new Pcm(out, full.sampleRate());
  }

  /** Returns one sound after the other. */
  public static Pcm joined(Pcm... parts) {
    int length = 0;
    for (Pcm part : parts) {
      length += part.samples().length;
    }
    float[] out = new float[length];
    int at = 0;
    for (Pcm part : parts) {
      System.arraycopy(part.samples(), 0, out, at, part.samples().length);
      at += part.samples().length;
    }
    return new Pcm(out, parts[0].sampleRate());
  }

  /** Returns the mean power of samples. */
  public static double power(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return sum / samples.length;
  }

  static float[] scaled(float[] samples, double peak) {
    double highest = 0;
    for (float sample : samples) {
      highest = Math.max(highest, Math.abs(sample));
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= (float) (peak / highest);
    }
    return samples;
  }

  /** White noise of a standard deviation. */
  public static Pcm noise(double seconds, double deviation, long seed) {
    Random random = new Random(seed);
    float[] out = new float[(int) (seconds * RATE)];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (deviation * random.nextGaussian());
    }
    return new Pcm(out, RATE);
  }

  /** Digital silence. */
  public static Pcm silence(double seconds) {
    return new Pcm(new float[(int) (seconds * RATE)], RATE);
  }

  /**
   * Music: plucked chords over a bass, two a second, in equal temperament, with a drum of noise on
   * every beat.
   *
   * @param seed of the chords
   */
  public static Pcm music(double seconds, long seed) {
    Random random = new Random(seed);
    float[] out = new float[(int) (seconds * RATE)];
    int[] chord = {0, 4, 7, 12};
    int beat = RATE / 2;
    for (int start = 0; start < out.length; start += beat) {
      int root = 45 + random.nextInt(12);
      for (int note : chord) {
        pluck(out, start, 2 * beat, 440 * Math.pow(2, (root + note + 12 - 69) / 12.0), 0.1);
      }
      pluck(out, start, beat, 440 * Math.pow(2, (root - 12 - 69) / 12.0), 0.2);
      for (int i = 0; i < RATE / 10 && start + i < out.length; i++) {
        out[start + i] += (float) (0.05 * Math.exp(-i / 400.0) * random.nextGaussian());
      }
    }
    return new Pcm(scaled(out, 0.5), RATE);
  }

  private static void pluck(float[] out, int start, int length, double hertz, double level) {
    for (int i = 0; i < length && start + i < out.length; i++) {
      double envelope = level * Math.min(1, i / 200.0) * Math.exp(-2.0 * i / length);
      double sum = 0;
      for (int h = 1; h <= 6; h++) {
        sum += Math.sin(2 * Math.PI * h * hertz * i / RATE) / h;
      }
      out[start + i] += (float) (envelope * sum);
    }
  }

  /** Returns the sum of two sounds of one rate, as long as the first; the second is scaled. */
  public static Pcm mixed(Pcm first, Pcm second, double secondGain) {
    float[] out = first.samples().clone();
    for (int i = 0; i < Math.min(out.length, second.samples().length); i++) {
      out[i] += (float) (secondGain * second.samples()[i]);
    }
    return new Pcm(out, first.sampleRate());
  }

  /** Returns the sound multiplied by a gain and cut off at full scale. */
  public static Pcm amplified(Pcm sound, double gain) {
    float[] out = new float[sound.samples().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.clamp(gain * sound.samples()[i], -1, 1);
    }
    return new Pcm(out, sound.sampleRate());
  }
}
