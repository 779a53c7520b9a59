package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.testing.LarkModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LarkNetworkTest {
  /** "She sells sea shells by the sea shore." */
  static final long[] SHELLS = {
    0, 131, 157, 51, 16, 61, 156, 86, 54, 68, 16, 61, 156, 51, 16, 131, 156, 86, 54, 68, 16, 44, 25,
    16, 81, 83, 16, 61, 156, 51, 16, 131, 156, 76, 123, 4, 0
  };

  @TempDir Path folder;

  @Test
  void speaksASentenceAtANaturalLengthAndPitch() throws Exception {
    try (LarkNetwork network = LarkNetwork.load(model(), 1)) {
      LarkFrames frames = network.run(SHELLS, 1);
      assertThat(frames.count()).isBetween(150, 260);
      int voiced = 0;
      for (int frame = 0; frame < frames.count(); frame++) {
        if (frames.voiced(frame)) {
          voiced++;
          assertThat(frames.f0()[frame]).isBetween(LarkFrames.VOICED_HERTZ, 500f);
        }
      }
      assertThat(voiced).isGreaterThan(frames.count() / 3);
    }
  }

  @Test
  void speedDividesTheDurations() throws Exception {
    try (LarkNetwork network = LarkNetwork.load(model(), 1)) {
      int slow = network.run(SHELLS, 0.5f).count();
      int plain = network.run(SHELLS, 1).count();
      int fast = network.run(SHELLS, 2).count();
      assertThat((double) slow / plain).isBetween(1.8, 2.2);
      assertThat((double) plain / fast).isBetween(1.6, 2.2);
    }
  }

  @Test
  void refusesASpeedItWasNotMadeFor() throws Exception {
    try (LarkNetwork network = LarkNetwork.load(model(), 1)) {
      assertThatIllegalArgumentException().isThrownBy(() -> network.run(SHELLS, 0.24f));
      assertThatIllegalArgumentException().isThrownBy(() -> network.run(SHELLS, Float.NaN));
    }
  }

  @Test
  void manyThreadsGetTheSameFrames() throws Exception {
    try (LarkNetwork network = LarkNetwork.load(model(), 1);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      LarkFrames alone = network.run(SHELLS, 1);
      List<Callable<LarkFrames>> runs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        runs.add(() -> network.run(SHELLS, 1));
      }
      for (Future<LarkFrames> run : threads.invokeAll(runs)) {
        assertThat(run.get().harmonicLog()).isEqualTo(alone.harmonicLog());
        assertThat(run.get().f0()).isEqualTo(alone.f0());
      }
    }
  }

  @Test
  void saysWhichFileCannotBeLoaded() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "not a network");
    assertThatThrownBy(() -> LarkNetwork.load(broken, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("broken.onnx");
  }

  @Test
  void turnsBinsByFramesIntoFramesByBins() {
    int frames = 37;
    float[] binMajor = new float[LarkFrames.BINS * frames];
    for (int i = 0; i < binMajor.length; i++) {
      binMajor[i] = i;
    }
    float[] frameMajor = LarkNetwork.frameMajor(binMajor, frames);
    for (int frame = 0; frame < frames; frame++) {
      for (int bin = 0; bin < LarkFrames.BINS; bin++) {
        assertThat(frameMajor[frame * LarkFrames.BINS + bin])
            .isEqualTo(binMajor[bin * frames + frame]);
      }
    }
  }

  private static Path model() {
    return LarkModel.directory().resolve("hibari.onnx");
  }
}
