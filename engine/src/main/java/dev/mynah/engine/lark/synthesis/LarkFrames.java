package dev.mynah.engine.lark.synthesis;

/**
 * What the network says about one utterance: a spectrum in three branches and a pitch for every
 * 12.5 ms. The arrays are laid out [frame * {@link #BINS} + bin], bin b at b * {@link #BIN_HERTZ},
 * and are not copied: whoever holds the frames must not write to them.
 *
 * @param count number of frames
 * @param harmonicLog log amplitude of the harmonic branch, nats (the model's {@code lh})
 * @param harmonicPhase phase of the harmonic branch before tanh: the phase is pi tanh(value)
 *     ({@code theta})
 * @param noiseLog log amplitude of the noise branch, nats ({@code ln})
 * @param residualLog log amplitude of the residual branch, nats ({@code lr})
 * @param residualPhase phase of the residual branch, radians ({@code phi})
 * @param f0 pitch of each frame in Hz; under {@link #VOICED_HERTZ} the frame is unvoiced
 * @param idEnds number of frames up to the end of each phoneme id, rising to {@code count}; empty
 *     if nobody knows
 */
public record LarkFrames(
    int count,
    float[] harmonicLog,
    float[] harmonicPhase,
    float[] noiseLog,
    float[] residualLog,
    float[] residualPhase,
    float[] f0,
    int[] idEnds) {
  /** Samples a second. */
  public static final int SAMPLE_RATE = 24_000;

  /** Samples from one frame to the next: 12.5 ms. */
  public static final int HOP_SAMPLES = 300;

  /** Length of the Fourier transform. */
  public static final int FFT_SIZE = 1200;

  /** Spectrum values a frame, from 0 Hz to half the sample rate. */
  public static final int BINS = FFT_SIZE / 2 + 1;

  /** From one bin to the next, Hz. */
  public static final double BIN_HERTZ = (double) SAMPLE_RATE / FFT_SIZE;

  /** Pitch above which a frame counts as voiced, Hz. */
  public static final float VOICED_HERTZ = 40;

  public LarkFrames {
    int values = count * BINS;
    if (harmonicLog.length != values
        || harmonicPhase.length != values
        || noiseLog.length != values
        || residualLog.length != values
        || residualPhase.length != values
        || f0.length != count) {
      throw new IllegalArgumentException("every branch must hold " + count + " frames");
    }
  }

  /** Frames of which nobody knows what they say. */
  public LarkFrames(
      int count,
      float[] harmonicLog,
      float[] harmonicPhase,
      float[] noiseLog,
      float[] residualLog,
      float[] residualPhase,
      float[] f0) {
    this(count, harmonicLog, harmonicPhase, noiseLog, residualLog, residualPhase, f0, new int[0]);
  }

  /** Says whether a frame has a pitch. */
  public boolean voiced(int frame) {
    return f0[frame] > VOICED_HERTZ;
  }
}
