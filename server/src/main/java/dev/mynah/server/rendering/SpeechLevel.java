package dev.mynah.server.rendering;

import dev.mynah.audio.loudness.GainLimiter;
import dev.mynah.audio.loudness.LoudnessMeter;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Sets the level of speech while it is made. To bring it to the usual loudness, the beginning is
 * held until it can be measured, which the first sentence allows at once, and its gain is kept to
 * the end: a gain that followed the speech would flatten what the voice does on purpose. As many
 * samples come out as go in. For one stream and one thread.
 */
final class SpeechLevel {
  private static final double USUAL_LUFS = -20; // loudness of spoken word, BS.1770-4
  private static final double MOST_CHANGE = 12; // dB either way: beyond, it isn't speech as usual
  private static final int MOST_HELD = 3; // seconds
  private static final double BLOCK_SECONDS = 0.4; // shortest stretch BS.1770-4 measures

  private final int sampleRate;
  private final double volumeDb;
  private final boolean normalize;
  private final LoudnessMeter meter;
  private float[] held = new float[0];
  private @Nullable GainLimiter limiter;

  /**
   * @param sampleRate Hz
   * @param volumeDb gain in dB, on top of what brings the speech to the usual loudness
   * @param normalize whether to bring it there
   */
  SpeechLevel(int sampleRate, double volumeDb, boolean normalize) {
    this.sampleRate = sampleRate;
    this.volumeDb = volumeDb;
    this.normalize = normalize;
    this.meter = new LoudnessMeter(sampleRate);
  }

  /** Takes samples and returns those that are ready, perhaps none. */
  float[] process(float[] samples) {
    GainLimiter open = limiter;
    if (open != null) {
      return open.process(samples);
    }
    if (!normalize) {
      return started(volumeDb).process(samples);
    }
    meter.add(samples);
    hold(samples);
    OptionalDouble loudness = meter.integrated();
    boolean measured = loudness.isPresent() || held.length >= MOST_HELD * sampleRate;
    return measured ? letGo(loudness) : new float[0];
  }

  /** Returns what waits to be measured, since nothing may follow for a while. */
  float[] pause() {
    return limiter == null && held.length > 0 ? letGo(loudnessOfHeld()) : new float[0];
  }

  /** Returns what is left after the last samples. */
  float[] finish() {
    float[] last = pause();
    GainLimiter open = limiter == null ? started(volumeDb) : limiter;
    float[] tail = open.finish();
    float[] all = Arrays.copyOf(last, last.length + tail.length);
    System.arraycopy(tail, 0, all, last.length, tail.length);
    return all;
  }

  /**
   * A word like "Yes." is shorter than what is measured: silence makes it long enough, and what
   * that takes off the mean power is put back.
   */
  private OptionalDouble loudnessOfHeld() {
    int block = (int) Math.ceil(BLOCK_SECONDS * sampleRate);
    if (held.length >= block) {
      return meter.integrated();
    }
    LoudnessMeter padded = new LoudnessMeter(sampleRate);
    padded.add(Arrays.copyOf(held, block));
    OptionalDouble loudness = padded.integrated();
    return loudness.isEmpty()
        ? loudness
        : OptionalDouble.of(loudness.getAsDouble() + 10 * Math.log10((double) block / held.length));
  }

  private void hold(float[] samples) {
    int before = held.length;
    held = Arrays.copyOf(held, before + samples.length);
    System.arraycopy(samples, 0, held, before, samples.length);
  }

  private float[] letGo(OptionalDouble loudness) {
    double change =
        loudness.isPresent()
            ? Math.clamp(USUAL_LUFS - loudness.getAsDouble(), -MOST_CHANGE, MOST_CHANGE)
            : 0;
    float[] all = held;
    held = new float[0];
    return started(change + volumeDb).process(all);
  }

  private GainLimiter started(double gainDb) {
    GainLimiter fresh = new GainLimiter(sampleRate, gainDb, GainLimiter.DEFAULT_CEILING);
    limiter = fresh;
    return fresh;
  }
}
