package dev.mynah.audio.loudness;

import dev.mynah.audio.Pcm;
import java.util.Arrays;

/*
 * Gain with a limiter that looks ahead. Where the waveform, also between samples, would pass the
 * ceiling c at height p, the gain has to be c / p. The smallest gain needed within the look-ahead is
 * held, let go slowly, and averaged over the look-ahead; the average reaches the gain needed exactly
 * when the peak arrives, without a step. Below the ceiling samples are multiplied by the gain and
 * nothing else.
 */

/**
 * Makes one mono stream louder or quieter without letting peaks pass a ceiling. As many samples
 * come out as went in, in their places. Not for use by several threads at once.
 */
public final class GainLimiter {
  /** A ceiling that leaves lossy codecs room: -1 dB of full scale. */
  public static final double DEFAULT_CEILING = -1;

  private static final double LOOK_AHEAD = 0.005; // s
  private static final double RELEASE = 0.08; // s to let go of 63 % of a reduction
  private static final int REACH = PeakInterpolator.REACH;

  private final float gain;
  private final float ceiling;
  private final int window;
  private final double release;

  /** Samples with their gain: the ones still looked at, then room for more. */
  private float[] line;

  private int lineLength;

  /** Place in {@code line} of the next sample whose peak is to be looked at. */
  private int examined;

  /** Gains needed by the last {@code window} samples examined, and their envelope; rings. */
  private final double[] needed;

  private final double[] envelope;
  private double envelopeSum;
  private double lastEnvelope = 1;
  private int ringAt;

  /** Samples examined since one needed less than full gain; all is calm after {@code window}. */
  private int calm;

  private int skip;
  private boolean finished;

  /**
   * Starts a stream.
   *
   * @param sampleRate Hz
   * @param gainDecibels to be applied, e.g. -20 to 20
   * @param ceilingDecibels highest peak let through, dB of full scale, at most 0
   */
  public GainLimiter(int sampleRate, double gainDecibels, double ceilingDecibels) {
    if (!Double.isFinite(gainDecibels) || !(ceilingDecibels <= 0)) {
      throw new IllegalArgumentException(
          "gain must be finite and ceiling at most 0 dB: %s, %s"
              .formatted(gainDecibels, ceilingDecibels));
    }
    this.gain = (float) Math.pow(10, gainDecibels / 20);
    this.ceiling = (float) Math.pow(10, ceilingDecibels / 20);
    this.window = Math.max(2, (int) Math.round(LOOK_AHEAD * sampleRate));
    this.release = 1 - Math.exp(-1 / (RELEASE * sampleRate));
    this.needed = new double[window];
    this.envelope = new double[window];
    Arrays.fill(needed, 1);
    Arrays.fill(envelope, 1);
    this.envelopeSum = window;
    this.calm = window;
    this.line = new float[4 * (window + REACH)];
    this.lineLength = window + REACH; // silence before the first sample
    this.examined = window;
    this.skip = REACH + window - 1;
  }

  /**
   * Brings a recording to a loudness, as far as its peaks allow.
   *
   * @param pcm any recording; one too quiet or short to measure is returned as it is
   * @param targetLufs wanted, e.g. -20
   */
  public static Pcm normalize(Pcm pcm, double targetLufs) {
    double[] measured = LoudnessMeter.integrated(pcm).stream().toArray();
    if (measured.length == 0) {
      return pcm;
    }
    GainLimiter limiter =
        new GainLimiter(pcm.sampleRate(), targetLufs - measured[0], DEFAULT_CEILING);
    float[] all = Arrays.copyOf(limiter.process(pcm.samples()), pcm.samples().length);
    float[] tail = limiter.finish();
    System.arraycopy(tail, 0, all, all.length - tail.length, tail.length);
    return new Pcm(all, pcm.sampleRate());
  }

  /** Takes all of {@code samples} and returns those that are ready, about 5 ms late. */
  public float[] process(float[] samples) {
    if (finished) {
      throw new IllegalStateException("the stream is finished");
    }
    return push(samples);
  }

  /** Ends the stream and returns the samples still held. */
  public float[] finish() {
    float[] rest = process(new float[REACH + window - 1]);
    finished = true;
    return rest;
  }

  private float[] push(float[] samples) {
    makeRoom(samples.length);
    for (float sample : samples) {
      line[lineLength++] = Float.isNaN(sample) ? 0 : sample * gain;
    }
    int ready = Math.max(0, lineLength - REACH - examined);
    float[] output = new float[Math.max(0, ready - skip)];
    int at = 0;
    for (int i = 0; i < ready; i++) {
      float limited = (float) (line[examined - window + 1] * gainFor(examined));
      examined++;
      if (skip > 0) {
        skip--;
      } else {
        output[at++] = limited;
      }
    }
    return output;
  }

  /** Examines one sample and returns the gain of the one {@code window - 1} before it. */
  private double gainFor(int at) {
    float peak = near(at) ? PeakInterpolator.peakFrom(line, at) : 0;
    double need = peak > ceiling ? ceiling / peak : 1;
    calm = need < 1 ? 0 : Math.min(calm + 1, window);
    needed[ringAt] = need;
    double least = calm >= window ? 1 : leastNeeded();
    double next = least < lastEnvelope ? least : lastEnvelope + (least - lastEnvelope) * release;
    lastEnvelope = 1 - next < 1e-6 ? 1 : next; // lets the average return to 1 exactly
    envelopeSum += lastEnvelope - envelope[ringAt];
    envelope[ringAt] = lastEnvelope;
    ringAt = (ringAt + 1) % window;
    if (calm >= window && lastEnvelope == 1 && envelopeSum > window - 1e-9) {
      envelopeSum = window;
    }
    return envelopeSum / window;
  }

  private double leastNeeded() {
    double least = 1;
    for (double need : needed) {
      least = Math.min(least, need);
    }
    return least;
  }

  /** Returns whether the waveform after a sample may pass the ceiling at all. */
  private boolean near(int at) {
    float half = ceiling / 2;
    for (int i = at - 1; i <= at + 2; i++) {
      if (Math.abs(line[i]) > half) {
        return true;
      }
    }
    return false;
  }

  private void makeRoom(int more) {
    int kept = lineLength - (examined - window + 1);
    if (lineLength + more > line.length) {
      float[] fresh = kept + more > line.length ? new float[2 * (kept + more)] : line;
      System.arraycopy(line, examined - window + 1, fresh, 0, kept);
      line = fresh;
      examined = window - 1;
      lineLength = kept;
    }
  }
}
