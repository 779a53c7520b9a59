package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.testing.PythonPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the Java synthesis against the Python package's, sample by sample. */
final class PeerParityTest {
  private static final double TOLERANCE = 1e-3; // of the peak

  /** No noise branch: e^-60 of anything is nothing. */
  private static final float NO_NOISE = -60;

  private static final String SCRIPT =
      """
      import sys
      import numpy as np
      import onnxruntime as ort
      from hibari import dsp

      model, folder = sys.argv[1:]
      ids = np.fromfile(folder + "/ids", ">i8").astype(np.int64)
      options = ort.SessionOptions()
      options.intra_op_num_threads = 1
      session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
      for speed in (0.5, 1.0, 2.0):
          parts = session.run(None, {"ids": ids[None], "speed": np.array([speed], np.float32)})
          parts = [part[0] for part in parts]
          parts[2] = np.full_like(parts[2], -60.0)
          wav = dsp.synth(*[part.copy() for part in parts], np.random.default_rng(0))
          name = folder + "/" + str(speed)
          np.concatenate([part.reshape(-1) for part in parts]).astype(">f4").tofile(name + ".frames")
          wav.astype(">f4").tofile(name + ".wav")
      """;

  @TempDir Path folder;

  @Test
  void speaksTheSameSamplesAsThePeer() throws Exception {
    Path model = LarkModel.directory().resolve("hibari.onnx");
    PythonPeer peer = PythonPeer.installed();
    ByteBuffer ids = ByteBuffer.allocate(8 * LarkNetworkTest.SHELLS.length);
    ids.asLongBuffer().put(LarkNetworkTest.SHELLS);
    Files.write(folder.resolve("ids"), ids.array());
    peer.run(SCRIPT, model, folder);
    try (LarkNetwork network = LarkNetwork.load(model, 1)) {
      for (String speed : new String[] {"0.5", "1.0", "2.0"}) {
        float[] expected = floats(folder.resolve(speed + ".wav"));
        LarkFrames theirs = frames(floats(folder.resolve(speed + ".frames")));
        assertClose("rendering at speed " + speed, render(theirs), expected);
        LarkFrames ours =
            withoutNoise(network.run(LarkNetworkTest.SHELLS, Float.parseFloat(speed)));
        assertClose("network and rendering at speed " + speed, render(ours), expected);
      }
    }
  }

  private static void assertClose(String what, float[] actual, float[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double peak = 0;
    double worst = 0;
    int worstAt = 0;
    for (int i = 0; i < expected.length; i++) {
      peak = Math.max(peak, Math.abs(expected[i]));
      double difference = Math.abs(expected[i] - actual[i]);
      if (!(difference <= worst)) {
        worst = difference;
        worstAt = i;
      }
    }
    assertThat(peak).as("peak of the peer's %s", what).isGreaterThan(0.05);
    assertThat(worst / peak)
        .as("%s: worst difference, at sample %d, relative to the peak", what, worstAt)
        .isLessThan(TOLERANCE);
  }

  private static float[] render(LarkFrames frames) {
    float[] out = new float[frames.count() * LarkFrames.HOP_SAMPLES];
    LarkRenderer renderer = new LarkRenderer();
    renderer.begin(frames, FrameShaper.UNCHANGED.shape(frames), 1);
    assertThat(renderer.next(out, 0, frames.count())).isEqualTo(frames.count());
    return out;
  }

  private static LarkFrames withoutNoise(LarkFrames frames) {
    float[] silence = new float[frames.noiseLog().length];
    Arrays.fill(silence, NO_NOISE);
    return new LarkFrames(
        frames.count(),
        frames.harmonicLog(),
        frames.harmonicPhase(),
        silence,
        frames.residualLog(),
        frames.residualPhase(),
        frames.f0());
  }

  /** Reads lh, theta, ln, lr, phi as [bin][frame] and f0, one after the other. */
  private static LarkFrames frames(float[] parts) {
    int count = parts.length / (5 * LarkFrames.BINS + 1);
    int size = count * LarkFrames.BINS;
    float[][] branches = new float[5][];
    for (int i = 0; i < 5; i++) {
      branches[i] =
          LarkNetwork.frameMajor(Arrays.copyOfRange(parts, i * size, (i + 1) * size), count);
    }
    float[] f0 = Arrays.copyOfRange(parts, 5 * size, parts.length);
    return new LarkFrames(
        count, branches[0], branches[1], branches[2], branches[3], branches[4], f0);
  }

  private static float[] floats(Path file) throws IOException {
    FloatBuffer buffer =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
