package dev.mynah.engine.lark.profile;

import dev.mynah.audio.analysis.EnvelopeBands;
import java.util.Random;

/** Profiles and frames made up for tests. */
final class TestProfiles {
  private TestProfiles() {}

  static LarkProfile random(long seed) {
    Random random = new Random(seed);
    FrameClasses classes = classes(random);
    float[][] offsets = new float[classes.count()][EnvelopeBands.COUNT];
    for (float[] offset : offsets) {
      for (int b = 0; b < offset.length; b++) {
        offset[b] = 6 * random.nextFloat() - 3;
      }
    }
    return new LarkProfile(
        "0123456789abcdef", Math.log(210), Math.log(130), 1.1, 0.85, 1, classes, offsets);
  }

  static LarkProfile plain(double pitchHertz, double warp, float offset) {
    FrameClasses classes = classes(new Random(2));
    float[][] offsets = new float[classes.count()][EnvelopeBands.COUNT];
    for (float[] row : offsets) {
      java.util.Arrays.fill(row, offset);
    }
    return new LarkProfile(
        "0123456789abcdef", Math.log(200), Math.log(pitchHertz), 1, warp, 1, classes, offsets);
  }

  private static FrameClasses classes(Random random) {
    float[][] centres = new float[28][NetworkEnvelope.TERMS];
    for (float[] centre : centres) {
      for (int t = 0; t < centre.length; t++) {
        centre[t] = (float) random.nextGaussian();
      }
    }
    return new FrameClasses(20, centres, 0.5, 0.25);
  }
}
