package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;

/**
 * The time grid every analysis shares: frame k is centred on sample k * {@link #HOP} of audio at
 * {@link #SAMPLE_RATE}.
 */
public final class Frames {
  /** Every analysis works at this rate, Hz. */
  public static final int SAMPLE_RATE = 24_000;

  /** Distance between frames in samples: 12.5 ms. */
  public static final int HOP = 300;

  /** Frames in a second. */
  public static final double PER_SECOND = (double) SAMPLE_RATE / HOP;

  private Frames() {}

  /** Returns how many frames {@code samples} samples have. */
  public static int count(int samples) {
    return samples == 0 ? 0 : (samples - 1) / HOP + 1;
  }

  /** Returns the duration of a number of frames, in seconds. */
  public static double seconds(long frames) {
    return frames / PER_SECOND;
  }

  static void requireRate(Pcm pcm) {
    if (pcm.sampleRate() != SAMPLE_RATE) {
      throw new IllegalArgumentException(
          "analysis needs audio at " + SAMPLE_RATE + " Hz, not " + pcm.sampleRate());
    }
  }
}
