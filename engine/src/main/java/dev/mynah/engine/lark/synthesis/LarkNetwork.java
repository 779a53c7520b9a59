package dev.mynah.engine.lark.synthesis;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.mynah.engine.onnx.OnnxRuntime;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The network that turns phoneme ids into frames. One session serves every thread; each run works
 * on the thread that asks, so that throughput comes from running sentences side by side.
 */
public final class LarkNetwork implements AutoCloseable {
  /** Slowest pace: a slow voice at half its pace. */
  public static final float MIN_SPEED = 0.25f;

  /** Fastest pace: a fast voice at twice its pace. */
  public static final float MAX_SPEED = 4;

  private static final String[] BRANCHES = {"lh", "theta", "ln", "lr", "phi"};

  /** Side of the squares in which arrays are turned: 16 floats fill a cache line. */
  private static final int TILE = 16;

  private final OrtEnvironment environment;
  private final OrtSession session;

  private LarkNetwork(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * Loads the network.
   *
   * @param model the ONNX file
   * @param threads threads a single run may use; 1 gives the most speech for the processor time
   * @throws EngineException with {@link EngineError#INTERNAL} if the file can't be loaded
   */
  public static LarkNetwork load(Path model, int threads) throws EngineException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment = OnnxRuntime.environment();
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Idle threads sleep instead of spinning: a server that isn't asked costs nothing.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      // Every sentence has another length: neither plans nor arenas of past sizes are worth
      // keeping.
      options.setMemoryPatternOptimization(false);
      byte[] network = DurationOutput.addedTo(Files.readAllBytes(model));
      return new LarkNetwork(environment, environment.createSession(network, options));
    } catch (OrtException | IOException e) {
      throw new EngineException(
          EngineError.INTERNAL, "The Lark network can't be loaded from " + model + ".", e);
    }
  }

  /**
   * Runs the network.
   *
   * @param ids phoneme ids with the 0 at both ends
   * @param speed {@link #MIN_SPEED} to {@link #MAX_SPEED}; durations are divided by it
   * @throws EngineException with {@link EngineError#INTERNAL} if the network fails
   */
  public LarkFrames run(long[] ids, float speed) throws EngineException {
    if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
      throw new IllegalArgumentException("speed must be between 0.25 and 4: " + speed);
    }
    try (OnnxTensor idTensor =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {1, ids.length});
        OnnxTensor speedTensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(new float[] {speed}), new long[] {1});
        OrtSession.Result result = session.run(Map.of("ids", idTensor, "speed", speedTensor))) {
      float[] f0 = values(result, "f0");
      float[][] branches = new float[BRANCHES.length][];
      for (int i = 0; i < BRANCHES.length; i++) {
        branches[i] = frameMajor(values(result, BRANCHES[i]), f0.length);
      }
      return new LarkFrames(
          f0.length,
          branches[0],
          branches[1],
          branches[2],
          branches[3],
          branches[4],
          f0,
          idEnds(result, f0.length));
    } catch (OrtException e) {
      throw new EngineException(EngineError.INTERNAL, "The Lark network failed.", e);
    }
  }

  /** The network counts in steps of several frames: the last step is the last frame. */
  private static int[] idEnds(OrtSession.Result result, int frames) throws OrtException {
    LongBuffer steps = tensor(result, DurationOutput.NAME).getLongBuffer();
    int[] ends = new int[steps.remaining()];
    long all = ends.length == 0 ? 0 : steps.get(ends.length - 1);
    for (int i = 0; i < ends.length; i++) {
      ends[i] = all == 0 ? 0 : (int) (steps.get(i) * frames / all);
    }
    return ends;
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) throws OrtException {
    return (OnnxTensor)
        result.get(name).orElseThrow(() -> new OrtException("the network has no output " + name));
  }

  private static float[] values(OrtSession.Result result, String name) throws OrtException {
    FloatBuffer buffer = tensor(result, name).getFloatBuffer();
    if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == buffer.limit()) {
      return buffer.array();
    }
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  /** Turns [bin][frame] into [frame][bin], in tiles small enough for the nearest cache. */
  static float[] frameMajor(float[] binMajor, int frames) {
    int bins = LarkFrames.BINS;
    float[] out = new float[bins * frames];
    for (int firstFrame = 0; firstFrame < frames; firstFrame += TILE) {
      int lastFrame = Math.min(frames, firstFrame + TILE);
      for (int firstBin = 0; firstBin < bins; firstBin += TILE) {
        int lastBin = Math.min(bins, firstBin + TILE);
        for (int frame = firstFrame; frame < lastFrame; frame++) {
          for (int bin = firstBin; bin < lastBin; bin++) {
            out[frame * bins + bin] = binMajor[bin * frames + frame];
          }
        }
      }
    }
    return out;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the Lark network can't be closed", e);
    }
  }
}
