package dev.mynah.engine.lark.clone;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.spectrum.MelBands;

/**
 * Makes a voice as loud as the base voice. Offsets are estimated without regard to level; a voice
 * that gains where speech is strong would come out louder than others, and one that loses quieter.
 */
final class LevelKeeper {
  private LevelKeeper() {}

  /**
   * Raises or lowers all offsets by one amount, so that the base voice's voiced frames keep their
   * mean power.
   *
   * @param base voice to be changed
   * @param warp factor on its frequencies
   * @param offsets [class][band] nats; changed in place
   * @return the same offsets
   */
  static float[][] keep(BaseVoice base, double warp, float[][] offsets) {
    float[][] before = base.frames().envelopes();
    float[][] after = OffsetEstimator.warped(before, warp);
    double[] width = widths();
    double powerBefore = 0;
    double powerAfter = 0;
    for (int k = 0; k < before.length; k++) {
      if (base.frames().voiced()[k]) {
        float[] offset = offsets[base.classOf()[k]];
        for (int b = 0; b < width.length; b++) {
          powerBefore += width[b] * Math.exp(2 * before[k][b]);
          powerAfter += width[b] * Math.exp(2 * (after[k][b] + offset[b]));
        }
      }
    }
    if (powerBefore > 0 && powerAfter > 0) {
      float change = (float) (0.5 * Math.log(powerBefore / powerAfter));
      for (float[] offset : offsets) {
        for (int b = 0; b < offset.length; b++) {
          offset[b] += change;
        }
      }
    }
    return offsets;
  }

  /** Distance between the neighbours of each band, Hz. */
  private static double[] widths() {
    MelBands mel = EnvelopeBands.over(1 + EnvelopeBands.COUNT);
    double[] width = new double[EnvelopeBands.COUNT];
    for (int b = 0; b < width.length; b++) {
      int below = Math.max(0, b - 1);
      int above = Math.min(width.length - 1, b + 1);
      width[b] = mel.centreHertz(above) - mel.centreHertz(below);
    }
    return width;
  }
}
