package dev.mynah.engine.lark.synthesis;

import dev.mynah.engine.spi.PcmSink;
import java.io.IOException;
import java.util.Arrays;

/**
 * Joins utterances into one stream. The network surrounds every utterance with a quarter of a
 * second of silence, more or less; here that is cut down to short margins and the rest between
 * utterances set to what the text asks for. Cuts fall only where the sound is under -65 dB of full
 * scale, so they don't click. Peaks are bent softly below full scale.
 */
final class SpeechJoiner {
  private static final int HOP = LarkFrames.HOP_SAMPLES;

  /** Hops whose samples are all under this are quiet: -65 dB of full scale. */
  private static final float QUIET = 5.6e-4f;

  /**
   * Quiet hops kept before a sound and after it: soft beginnings and ends are longer than they
   * look.
   */
  private static final int LEAD_HOPS = 3;

  private static final int TRAIL_HOPS = 4;

  /** Samples above this level are bent towards full scale. */
  private static final float KNEE = 0.8f;

  private final PcmSink sink;
  private final double speed;
  private float[] quiet = new float[32 * HOP]; // quiet hops that may or may not be needed
  private int quietHops;
  private boolean sounding; // this utterance has begun to sound
  private boolean spoken; // anything was handed over
  private int hopsSeen; // of this utterance
  private int firstHop; // of this utterance that was kept
  private int silenceBefore; // samples put before it
  private double restSeconds; // due before the next sound
  private float[] pending = new float[0];
  private int pendingSamples;

  /**
   * Makes a joiner for one text.
   *
   * @param sink where the speech goes
   * @param speed rests are divided by it
   */
  SpeechJoiner(PcmSink sink, double speed) {
    this.sink = sink;
    this.speed = speed;
  }

  /** Takes the next samples of an utterance, whole hops, and hands over what is settled. */
  void accept(float[] samples, int hops) throws IOException {
    reserve((quietHops + hops + LEAD_HOPS) * HOP + restSamples());
    for (int hop = 0; hop < hops; hop++) {
      if (isQuiet(samples, hop * HOP)) {
        hold(samples, hop * HOP);
      } else {
        if (!sounding) {
          beginSound();
        }
        append(quiet, 0, quietHops * HOP);
        quietHops = 0;
        append(samples, hop * HOP, HOP);
      }
      hopsSeen++;
    }
    handOver();
  }

  /** Begins an utterance; {@code before} is the rest before it, if anything was said. */
  void beginUtterance(Pause before) {
    restSeconds = Math.max(restSeconds, before.seconds() / speed);
    hopsSeen = 0;
    firstHop = 0;
    silenceBefore = 0;
  }

  /** Ends an utterance. */
  void endUtterance() throws IOException {
    if (sounding) {
      int kept = Math.min(quietHops, TRAIL_HOPS);
      reserve(kept * HOP);
      append(quiet, 0, kept * HOP);
      handOver();
    }
    quietHops = 0;
    sounding = false;
  }

  /**
   * Returns where a hop of the utterance is, counted in samples from the end of what was handed
   * over before the utterance began. A hop that was cut off is where the cut is.
   *
   * @param samples how many were handed over for the utterance
   */
  long placeOf(int hop, long samples) {
    return Math.clamp(silenceBefore + (long) (hop - firstHop) * HOP, 0, samples);
  }

  private void beginSound() {
    sounding = true;
    int kept = Math.min(quietHops, LEAD_HOPS);
    System.arraycopy(quiet, (quietHops - kept) * HOP, quiet, 0, kept * HOP);
    quietHops = kept;
    firstHop = hopsSeen - kept;
    if (spoken) {
      int silence = restSamples();
      silenceBefore = silence;
      Arrays.fill(pending, pendingSamples, pendingSamples + silence, 0);
      pendingSamples += silence;
    }
    spoken = true;
    restSeconds = 0;
  }

  /** Silence to be put between the margins of two utterances. */
  private int restSamples() {
    int rest = (int) Math.round(restSeconds * LarkFrames.SAMPLE_RATE);
    return Math.max(0, rest - (LEAD_HOPS + TRAIL_HOPS) * HOP);
  }

  private void hold(float[] samples, int from) {
    if (!sounding && quietHops == LEAD_HOPS) {
      System.arraycopy(quiet, HOP, quiet, 0, (LEAD_HOPS - 1) * HOP);
      quietHops--;
    }
    if ((quietHops + 1) * HOP > quiet.length) {
      quiet = Arrays.copyOf(quiet, 2 * quiet.length);
    }
    System.arraycopy(samples, from, quiet, quietHops * HOP, HOP);
    quietHops++;
  }

  private void reserve(int samples) {
    if (pending.length < pendingSamples + samples) {
      pending = Arrays.copyOf(pending, pendingSamples + samples);
    }
  }

  private void append(float[] samples, int from, int count) {
    for (int i = 0; i < count; i++) {
      pending[pendingSamples + i] = limit(samples[from + i]);
    }
    pendingSamples += count;
  }

  private void handOver() throws IOException {
    if (pendingSamples > 0) {
      float[] chunk = Arrays.copyOf(pending, pendingSamples);
      pendingSamples = 0;
      sink.accept(chunk);
    }
  }

  private static boolean isQuiet(float[] samples, int from) {
    for (int i = from; i < from + HOP; i++) {
      if (Math.abs(samples[i]) >= QUIET) {
        return false;
      }
    }
    return true;
  }

  /** Leaves a sample as it is up to the knee, and lets it approach full scale above. */
  static float limit(float sample) {
    float level = Math.abs(sample);
    if (level <= KNEE) {
      return sample;
    }
    float room = 1 - KNEE;
    float bent = KNEE + room * (float) StrictMath.tanh((level - KNEE) / room);
    return Math.copySign(bent, sample);
  }
}
