package dev.mynah.engine.lark.profile;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.spectrum.CosineTransform;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.engine.lark.synthesis.LarkFrames;

/**
 * Describes the network's frames: by 64 bands of log amplitude, and by the cepstrum of these, which
 * tells sounds apart whatever their level. Holds scratch memory: one instance per thread.
 */
public final class NetworkEnvelope {
  /** Cepstral terms 1 to 18. */
  public static final int TERMS = 18;

  private static final MelBands BANDS = EnvelopeBands.over(LarkFrames.BINS);
  private static final CosineTransform COSINES = new CosineTransform(EnvelopeBands.COUNT);

  private final float[] spectrum = new float[LarkFrames.BINS];
  private final double[] bands = new double[EnvelopeBands.COUNT];
  private final double[] terms = new double[TERMS + 1];

  /**
   * Describes one frame: its harmonic branch if voiced, else the power sum of noise and residual.
   *
   * @param frames of one utterance
   * @param frame frame number
   * @param out receives [band] log amplitude
   */
  public void describe(LarkFrames frames, int frame, float[] out) {
    int offset = frame * LarkFrames.BINS;
    if (frames.voiced(frame)) {
      BANDS.fromBins(frames.harmonicLog(), offset, bands);
    } else {
      for (int k = 0; k < LarkFrames.BINS; k++) {
        double noise = frames.noiseLog()[offset + k];
        double residual = frames.residualLog()[offset + k];
        double higher = Math.max(noise, residual);
        double below = Math.min(noise, residual) - higher;
        spectrum[k] = (float) (higher + 0.5 * Math.log1p(Math.exp(2 * below)));
      }
      BANDS.fromBins(spectrum, 0, bands);
    }
    for (int b = 0; b < out.length; b++) {
      out[b] = (float) bands[b];
    }
  }

  /**
   * Returns cepstral terms 1 to {@link #TERMS} of a band curve.
   *
   * @param envelope [band]
   * @param out receives [term - 1]
   */
  public void cepstrum(float[] envelope, float[] out) {
    for (int b = 0; b < bands.length; b++) {
      bands[b] = envelope[b];
    }
    COSINES.forward(bands, terms);
    for (int c = 0; c < TERMS; c++) {
      out[c] = (float) terms[c + 1];
    }
  }

  /** Spreads a band curve over the network's bins. */
  static void spread(double[] curve, float[] bins) {
    BANDS.toBins(curve, bins, 0);
  }

  /** Smooths a band curve in place by keeping its first cosine terms. */
  public static void lifter(double[] curve, int terms) {
    COSINES.lifter(curve, terms);
  }
}
