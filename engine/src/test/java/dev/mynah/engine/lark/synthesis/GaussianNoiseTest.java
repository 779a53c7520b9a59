package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class GaussianNoiseTest {
  private static final int FRAMES = 400;
  private static final int BINS = LarkFrames.BINS;

  @Test
  void hasTheMomentsOfTheNormalDistribution() {
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    double crossed = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      float[] re = new float[BINS];
      float[] im = new float[BINS];
      GaussianNoise.fill(7, frame, re, im);
      for (int i = 0; i < BINS; i++) {
        sum += re[i] + im[i];
        squares += re[i] * re[i] + im[i] * im[i];
        fourths += Math.pow(re[i], 4) + Math.pow(im[i], 4);
        crossed += re[i] * im[i];
      }
    }
    double count = 2.0 * FRAMES * BINS;
    assertThat(sum / count).isCloseTo(0, within(0.01));
    assertThat(squares / count).isCloseTo(1, within(0.01));
    assertThat(fourths / count).isCloseTo(3, within(0.05));
    assertThat(crossed / count).isCloseTo(0, within(0.01));
  }

  @Test
  void neighbouringFramesAndBinsAreUnrelated() {
    double acrossFrames = 0;
    double acrossBins = 0;
    float[] before = new float[BINS];
    float[] now = new float[BINS];
    float[] other = new float[BINS];
    for (int frame = 0; frame < FRAMES; frame++) {
      GaussianNoise.fill(3, frame, before, other);
      GaussianNoise.fill(3, frame + 1, now, other);
      for (int i = 1; i < BINS; i++) {
        acrossFrames += before[i] * now[i];
        acrossBins += now[i] * now[i - 1];
      }
    }
    double count = (double) FRAMES * BINS;
    assertThat(acrossFrames / count).isCloseTo(0, within(0.01));
    assertThat(acrossBins / count).isCloseTo(0, within(0.01));
  }

  @Test
  void dependsOnSeedAndFrameAlone() {
    assertThat(noise(1, 5)).isEqualTo(noise(1, 5));
    assertThat(noise(1, 5)).isNotEqualTo(noise(1, 6));
    assertThat(noise(1, 5)).isNotEqualTo(noise(2, 5));
  }

  @Test
  void isTheSameOnEveryMachine() {
    assertThat(Arrays.copyOf(noise(42, 0), 4))
        .containsExactly(-1.1452122f, 0.44145396f, -2.0363474f, -1.4121956f);
  }

  private static float[] noise(long seed, int frame) {
    float[] first = new float[BINS];
    GaussianNoise.fill(seed, frame, first, new float[BINS]);
    return first;
  }
}
