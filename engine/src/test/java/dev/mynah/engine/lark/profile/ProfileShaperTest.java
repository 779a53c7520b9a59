package dev.mynah.engine.lark.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.engine.lark.synthesis.LarkFrames;
import dev.mynah.engine.lark.synthesis.ShapedFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ProfileShaperTest {
  private static final int BINS = LarkFrames.BINS;

  @Test
  void changesNothingInTheBaseVoiceItself() {
    LarkFrames frames = frames(20);
    ShapedFrames shaped = new ProfileShaper(TestProfiles.plain(200, 1, 0)).shape(frames);

    assertThat(shaped.f0()).usingComparatorWithPrecision(1e-3f).containsExactly(frames.f0());
    assertThat(gain(shaped, 7)).containsOnly(0f);
  }

  @Test
  void movesThePitchOfVoicedFramesOnly() {
    LarkFrames frames = frames(20);
    float[] f0 = new ProfileShaper(TestProfiles.plain(100, 1, 0)).shape(frames).f0();

    for (int k = 0; k < f0.length; k++) {
      assertThat(f0[k]).as("frame %d", k).isCloseTo(frames.f0()[k] / 2, within(1e-3f));
    }
  }

  @Test
  void addsItsOffsetWhateverTheSound() {
    ShapedFrames shaped = new ProfileShaper(TestProfiles.plain(200, 1, 0.5f)).shape(frames(20));

    for (int k = 0; k < 20; k++) {
      for (float value : gain(shaped, k)) {
        assertThat(value).isCloseTo(0.5f, within(1e-4f));
      }
    }
  }

  @Test
  void movesAFormantDownForALongerTract() {
    LarkFrames frames = frames(3); // voiced frames have a formant at 1500 Hz
    float[] gain = gain(new ProfileShaper(TestProfiles.plain(200, 0.85, 0)).shape(frames), 1);

    int before = bin(1_500);
    int after = bin(1_500 * 0.85);
    assertThat(gain[before]).as("where the formant was").isLessThan(-0.3f);
    assertThat(gain[after]).as("where it goes").isGreaterThan(0.3f);
    float[] sum = new float[BINS];
    for (int b = 0; b < BINS; b++) {
      sum[b] = frames.harmonicLog()[BINS + b] + gain[b];
    }
    assertThat(peak(sum) * LarkFrames.BIN_HERTZ).isCloseTo(1_275, within(90.0));
  }

  @Test
  void isTheSameFromManyThreads() throws Exception {
    ProfileShaper shaper = new ProfileShaper(TestProfiles.random(4));
    LarkFrames frames = frames(60);
    float[] alone = gain(shaper.shape(frames), 30);
    List<Callable<float[]>> runs = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      runs.add(() -> gain(shaper.shape(frames), 30));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<float[]> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void shapesTenSecondsFarFasterThanTheyLast() {
    ProfileShaper shaper = new ProfileShaper(TestProfiles.random(4));
    LarkFrames frames = frames(800);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      assertThat(shaper.shape(frames).f0()).hasSize(800);
      best = Math.min(best, System.nanoTime() - start);
    }

    assertThat(best)
        .as("nanoseconds; a bound for a machine twenty times slower")
        .isLessThan(1_000_000_000);
  }

  private static float[] gain(ShapedFrames shaped, int frame) {
    float[] gain = new float[BINS];
    assertThat(shaped.gain(frame, gain)).isTrue();
    return gain;
  }

  private static int bin(double hertz) {
    return (int) Math.round(hertz / LarkFrames.BIN_HERTZ);
  }

  private static int peak(float[] values) {
    int at = 0;
    for (int b = 0; b < values.length; b++) {
      at = values[b] > values[at] ? b : at;
    }
    return at;
  }

  /** Every third frame unvoiced; voiced ones fall by frequency and have a formant at 1500 Hz. */
  private static LarkFrames frames(int count) {
    float[] harmonic = new float[count * BINS];
    float[] other = new float[count * BINS];
    float[] f0 = new float[count];
    for (int k = 0; k < count; k++) {
      f0[k] = k % 3 == 2 ? 0 : 200 + k;
      for (int b = 0; b < BINS; b++) {
        double distance = (b * LarkFrames.BIN_HERTZ - 1_500) / 250;
        harmonic[k * BINS + b] = (float) (-0.002 * b + 3 * Math.exp(-distance * distance / 2));
        other[k * BINS + b] = (float) (-4 + 0.003 * b);
      }
    }
    return new LarkFrames(count, harmonic, new float[count * BINS], other, other, other, f0);
  }
}
