package dev.mynah.engine.lark.profile;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.engine.lark.synthesis.FrameShaper;
import dev.mynah.engine.lark.synthesis.LarkFrames;
import dev.mynah.engine.lark.synthesis.ShapedFrames;

/*
 * Speaks in a voice by changing the base voice's frames. A frame's gain, in 64 bands of log
 * amplitude, is
 *
 *     G(f) = sum over classes of p(class | frame) offset(class, f)  +  [ e(f / a) - e(f) ],
 *
 * the offsets smoothed over time with weights 1/4, 1/2, 1/4; e is the frame's own envelope and a the
 * warp, so that the bracket moves the formants as a gain: stretching the spectrum itself would tear
 * the phases. The bracket keeps 26 cosine terms, so that it follows formants and not harmonics.
 * Pitch is mapped linearly in its logarithm.
 */
/** Applies a voice profile. Immutable; safe for any number of threads. */
public final class ProfileShaper implements FrameShaper {
  private static final int WARP_TERMS = 26;
  private static final int BANDS = EnvelopeBands.COUNT;

  private final LarkProfile profile;
  private final double[] warpedPosition; // [band] where e(f / a) is read

  /** Prepares a voice. */
  public ProfileShaper(LarkProfile profile) {
    this.profile = profile;
    MelBands mel = EnvelopeBands.over(LarkFrames.BINS);
    warpedPosition = new double[BANDS];
    for (int b = 0; b < BANDS; b++) {
      warpedPosition[b] = mel.bandPosition(mel.centreHertz(b) / profile.warp());
    }
  }

  @Override
  public ShapedFrames shape(LarkFrames base) {
    float[] f0 = base.f0().clone();
    for (int k = 0; k < f0.length; k++) {
      if (base.voiced(k)) {
        f0[k] = (float) profile.pitch(f0[k]);
      }
    }
    return new Shaped(f0, gains(base));
  }

  /** Returns [frame][band] gains of a whole utterance. */
  private double[][] gains(LarkFrames base) {
    NetworkEnvelope network = new NetworkEnvelope();
    float[] envelope = new float[BANDS];
    float[] cepstrum = new float[NetworkEnvelope.TERMS];
    double[] posterior = new double[profile.classes().count()];
    double[][] offsets = new double[base.count()][BANDS];
    double[][] gains = new double[base.count()][BANDS];
    for (int k = 0; k < base.count(); k++) {
      network.describe(base, k, envelope);
      network.cepstrum(envelope, cepstrum);
      profile.classes().posterior(cepstrum, base.voiced(k), posterior);
      mix(posterior, offsets[k]);
      bracket(envelope, gains[k]);
    }
    for (int k = 0; k < base.count(); k++) {
      double[] before = offsets[Math.max(0, k - 1)];
      double[] after = offsets[Math.min(base.count() - 1, k + 1)];
      for (int b = 0; b < BANDS; b++) {
        gains[k][b] += 0.25 * before[b] + 0.5 * offsets[k][b] + 0.25 * after[b];
      }
    }
    return gains;
  }

  private void mix(double[] posterior, double[] out) {
    for (int c = 0; c < posterior.length; c++) {
      double weight = posterior[c];
      if (weight > 0) {
        float[] offset = profile.offsets()[c];
        for (int b = 0; b < BANDS; b++) {
          out[b] += weight * offset[b];
        }
      }
    }
  }

  private void bracket(float[] envelope, double[] out) {
    if (profile.warp() == 1) {
      return;
    }
    for (int b = 0; b < BANDS; b++) {
      out[b] = EnvelopeBands.read(envelope, warpedPosition[b]) - envelope[b];
    }
    NetworkEnvelope.lifter(out, WARP_TERMS);
  }

  private record Shaped(float[] f0, double[][] gains) implements ShapedFrames {
    @Override
    public boolean gain(int frame, float[] gain) {
      NetworkEnvelope.spread(gains[frame], gain);
      return true;
    }
  }
}
