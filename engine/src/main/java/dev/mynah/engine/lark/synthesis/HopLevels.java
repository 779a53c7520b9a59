package dev.mynah.engine.lark.synthesis;

import java.util.Arrays;

/** How loud each hop of one utterance is, as the root of its mean square. */
final class HopLevels {
  private static final int HOP = LarkFrames.HOP_SAMPLES;

  private float[] levels = new float[256];
  private int count;

  /** Adds hops that follow those before. */
  void add(float[] samples, int hops) {
    if (count + hops > levels.length) {
      levels = Arrays.copyOf(levels, 2 * (count + hops));
    }
    for (int hop = 0; hop < hops; hop++) {
      float sum = 0;
      for (int i = hop * HOP; i < (hop + 1) * HOP; i++) {
        sum += samples[i] * samples[i];
      }
      levels[count++] = (float) Math.sqrt(sum / HOP);
    }
  }

  /** Returns the level of a hop; silence where there is none. */
  float at(int hop) {
    return hop >= 0 && hop < count ? levels[hop] : 0;
  }

  /** Returns the level of the loudest hop. */
  float loudest() {
    float loudest = 0;
    for (int i = 0; i < count; i++) {
      loudest = Math.max(loudest, levels[i]);
    }
    return loudest;
  }
}
