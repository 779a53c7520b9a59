package dev.mynah.audio.resample;

import dev.mynah.audio.Pcm;
import java.util.Arrays;

/**
 * Changes the sample rate of one mono stream. Output sample j is the band-limited input at time j /
 * outputRate: there is no delay, no drift, and the output is the same, bit for bit, whatever the
 * size of the pieces fed. Not for use by several threads at once.
 */
public final class Resampler {
  private static final int MIN_BUFFER = 1 << 12;

  private final ResamplingFilter filter;
  private final int halfWidth;

  private float[] buffer;
  private int buffered;

  /** Place in {@code buffer} of the last input sample at or before the next output sample. */
  private int base;

  /** Distance of the next output sample from {@code base}, in 1/L of an input sample. */
  private int fraction;

  private long fed;
  private long made;
  private boolean finished;

  /** Starts a stream. */
  public Resampler(ResamplingFilter filter) {
    this.filter = filter;
    this.halfWidth = filter.halfWidth();
    this.buffer = new float[Math.max(MIN_BUFFER, 4 * halfWidth)];
    this.base = halfWidth - 1; // silence before the first sample
    this.buffered = halfWidth - 1;
  }

  /** Starts a stream from one rate to another, both in Hz. */
  public Resampler(int inputRate, int outputRate) {
    this(ResamplingFilter.between(inputRate, outputRate));
  }

  /**
   * Resamples a whole recording.
   *
   * @param pcm any length, empty too
   * @param rate wanted, Hz
   * @return {@code ceil(n * rate / pcm.sampleRate())} samples; {@code pcm} itself if it has that
   *     rate already
   */
  public static Pcm resample(Pcm pcm, int rate) {
    if (pcm.sampleRate() == rate) {
      return pcm;
    }
    Resampler resampler = new Resampler(pcm.sampleRate(), rate);
    float[] body = resampler.feed(pcm.samples());
    float[] tail = resampler.finish();
    float[] all = Arrays.copyOf(body, body.length + tail.length);
    System.arraycopy(tail, 0, all, body.length, tail.length);
    return new Pcm(all, rate);
  }

  /** Takes all of {@code samples} and returns what can be told of the output so far. */
  public float[] feed(float[] samples) {
    return feed(samples, 0, samples.length);
  }

  /**
   * Takes {@code length} samples from {@code offset} and returns what can be told of the output so
   * far, which may be nothing.
   *
   * @throws IllegalStateException after {@link #finish}
   */
  public float[] feed(float[] samples, int offset, int length) {
    if (finished) {
      throw new IllegalStateException("the stream is finished");
    }
    fed += length;
    if (filter.up() == filter.down()) {
      made += length;
      return Arrays.copyOfRange(samples, offset, offset + length);
    }
    append(samples, offset, length);
    return make(Long.MAX_VALUE);
  }

  /**
   * Ends the stream and returns the rest of the output. In all, {@code ceil(fed * outputRate /
   * inputRate)} samples have been returned then.
   */
  public float[] finish() {
    if (finished) {
      throw new IllegalStateException("the stream is finished");
    }
    finished = true;
    if (filter.up() == filter.down()) {
      return new float[0];
    }
    append(new float[halfWidth], 0, halfWidth); // silence after the last sample
    return make(filter.outputLength(fed));
  }

  private void append(float[] samples, int offset, int length) {
    int keepFrom = Math.min(base - halfWidth + 1, buffered);
    if (buffered + length > buffer.length && keepFrom > 0) {
      System.arraycopy(buffer, keepFrom, buffer, 0, buffered - keepFrom);
      buffered -= keepFrom;
      base -= keepFrom;
    }
    if (buffered + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffered + length, buffer.length * 2));
    }
    System.arraycopy(samples, offset, buffer, buffered, length);
    buffered += length;
  }

  /** Makes every output sample whose input is all there, up to {@code total} in the stream. */
  private float[] make(long total) {
    float[] output = new float[(int) Math.min(total - made, ready())];
    int up = filter.up();
    int wholeStep = filter.down() / up;
    int fractionStep = filter.down() % up;
    for (int i = 0; i < output.length; i++) {
      output[i] = sampleAt(base - halfWidth + 1);
      base += wholeStep;
      fraction += fractionStep;
      if (fraction >= up) {
        fraction -= up;
        base++;
      }
    }
    made += output.length;
    return output;
  }

  /** Returns how many output samples have all their input in the buffer. */
  private long ready() {
    long lastBase = (long) buffered - halfWidth - 1;
    if (lastBase < base) {
      return 0;
    }
    // Samples whose base, floor((fraction + i M) / L) past this one, is at most lastBase.
    long reach = (lastBase - base + 1) * filter.up() - fraction;
    return Math.ceilDiv(reach, (long) filter.down());
  }

  private float sampleAt(int start) {
    float[][] phases = filter.phases();
    if (!filter.interpolated()) {
      return dot(phases[fraction], start);
    }
    double position = (double) fraction * (phases.length - 1) / filter.up();
    int phase = (int) position;
    float weight = (float) (position - phase);
    float before = dot(phases[phase], start);
    return before + weight * (dot(phases[phase + 1], start) - before);
  }

  /** Dot product in a fixed order; four sums keep the adders busy. */
  private float dot(float[] taps, int start) {
    float[] x = buffer;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int tap = 0;
    for (; tap + 3 < taps.length; tap += 4) {
      a += taps[tap] * x[start + tap];
      b += taps[tap + 1] * x[start + tap + 1];
      c += taps[tap + 2] * x[start + tap + 2];
      d += taps[tap + 3] * x[start + tap + 3];
    }
    for (; tap < taps.length; tap++) {
      a += taps[tap] * x[start + tap];
    }
    return (a + b) + (c + d);
  }
}
