package dev.mynah.engine.asr;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.mynah.engine.onnx.OnnxRuntime;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/*
 * Moonshine (Jeffries et al., "Moonshine: Speech Recognition for Live Transcription and Voice
 * Commands", 2024): an encoder turns raw samples into some 42 states a second, and a decoder writes
 * one token at a time, looking at the states and at what it wrote before. What a token left in the
 * attention layers ("key", "value") is handed back to the next step rather than computed again:
 * that of the states once and for all after the first step, that of the tokens growing by one.
 */
/**
 * The two networks of a recogniser. One pair serves every thread; each run works on the thread that
 * asks and as many more as it was loaded for.
 */
final class MoonshineNetwork implements AutoCloseable {
  private static final long BEGIN = 1;
  private static final int END = 2;
  private static final boolean[] NO = {false};
  private static final boolean[] YES = {true};

  /** Scores this far below the best one add nothing to the sum of probabilities. */
  private static final double NEGLIGIBLE = -20;

  private static final String PAST = "past_key_values";
  private static final String PRESENT = "present";

  private final OrtEnvironment environment;
  private final OrtSession encoder;
  private final OrtSession decoder;
  private final List<Memory> memories;

  /** Held for reading by whoever listens: nothing may be freed under native code at work. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed; // guarded by use

  /** A tensor handed from step to step; {@code shape} is that of an empty one. */
  private record Memory(String input, String output, boolean ofTokens, long[] shape) {}

  private MoonshineNetwork(OrtEnvironment environment, OrtSession encoder, OrtSession decoder)
      throws OrtException {
    this.environment = environment;
    this.encoder = encoder;
    this.decoder = decoder;
    this.memories = memories(decoder);
  }

  /**
   * Loads the networks.
   *
   * @param threads threads a single run may use
   * @throws EngineException with {@link EngineError#INTERNAL} if a file can't be loaded
   */
  static MoonshineNetwork load(Path encoder, Path decoder, int threads) throws EngineException {
    OrtSession first = null;
    OrtSession second = null;
    try (OrtSession.SessionOptions options = options(threads)) {
      OrtEnvironment environment = OnnxRuntime.environment();
      first = environment.createSession(encoder.toString(), options);
      second = environment.createSession(decoder.toString(), options);
      return new MoonshineNetwork(environment, first, second);
    } catch (OrtException e) {
      close(first);
      close(second);
      throw new EngineException(
          EngineError.INTERNAL, "The recogniser can't be loaded from " + encoder + ".", e);
    }
  }

  private static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    // Idle threads sleep instead of spinning: a server that isn't asked costs nothing.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    // Every step has another length: plans of past sizes are of no use.
    options.setMemoryPatternOptimization(false);
    return options;
  }

  private static List<Memory> memories(OrtSession decoder) throws OrtException {
    List<Memory> memories = new ArrayList<>();
    for (NodeInfo input : decoder.getInputInfo().values()) {
      String name = input.getName();
      if (name.startsWith(PAST) && input.getInfo() instanceof TensorInfo info) {
        long[] shape = info.getShape(); // [batch][head][position][feature]
        memories.add(
            new Memory(
                name,
                name.replace(PAST, PRESENT),
                name.contains(".decoder."),
                new long[] {0, shape[1], 1, shape[3]}));
      }
    }
    return memories;
  }

  /**
   * Listens to a stretch of sound.
   *
   * @param samples mono at 16 kHz, at least a tenth of a second
   * @param maxTokens after which a text is taken for going round in circles
   * @throws EngineException with {@link EngineError#INTERNAL} if a network fails, or CANCELLED
   */
  Heard listen(float[] samples, int maxTokens, CancelSignal cancel) throws EngineException {
    use.readLock().lock();
    try {
      if (closed) {
        throw new EngineException(EngineError.CANCELLED, "The recogniser was closed.");
      }
      return heard(samples, maxTokens, cancel);
    } finally {
      use.readLock().unlock();
    }
  }

  private Heard heard(float[] samples, int maxTokens, CancelSignal cancel) throws EngineException {
    try (OnnxTensor sound =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(samples), new long[] {1, samples.length});
        OrtSession.Result states = encoder.run(Map.of("input_values", sound))) {
      return write((OnnxTensor) states.get(0), maxTokens, cancel);
    } catch (OrtException e) {
      throw new EngineException(EngineError.INTERNAL, "The recogniser's network failed.", e);
    }
  }

  private Heard write(OnnxTensor states, int maxTokens, CancelSignal cancel)
      throws OrtException, EngineException {
    int[] tokens = new int[maxTokens];
    int length = 0;
    double sum = 0;
    boolean ended = false;
    try (Steps steps = new Steps(states)) {
      long token = BEGIN;
      while (!ended && length < maxTokens) {
        cancel.throwIfCancelled();
        Choice choice = steps.next(token);
        sum += choice.logProbability();
        token = choice.token();
        ended = token == END;
        if (!ended) {
          tokens[length++] = choice.token();
          int surplus = Repetition.surplus(tokens, length);
          if (surplus > 0) {
            return heard(tokens, length - surplus, false, sum / length);
          }
        }
      }
    }
    return heard(tokens, length, ended, sum / (length + 1));
  }

  private static Heard heard(int[] tokens, int length, boolean ended, double confidence) {
    return new Heard(Arrays.copyOf(tokens, length), ended, confidence);
  }

  /** The likeliest token and the natural logarithm of its probability. */
  private record Choice(int token, double logProbability) {}

  /**
   * The decoder at work on one stretch of sound. What a step leaves stays where ONNX Runtime put it
   * and is handed to the next: nothing of it is copied.
   */
  private final class Steps implements AutoCloseable {
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final List<AutoCloseable> kept = new ArrayList<>();
    private OrtSession.@Nullable Result first;
    private OrtSession.@Nullable Result last;

    Steps(OnnxTensor states) throws OrtException {
      inputs.put("encoder_hidden_states", states);
      inputs.put("use_cache_branch", keep(OnnxTensor.createTensor(environment, NO)));
      for (Memory memory : memories) {
        inputs.put(
            memory.input(),
            keep(OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), memory.shape())));
      }
    }

    private OnnxTensor keep(OnnxTensor tensor) {
      kept.add(tensor);
      return tensor;
    }

    Choice next(long token) throws OrtException {
      try (OnnxTensor written =
          OnnxTensor.createTensor(
              environment, LongBuffer.wrap(new long[] {token}), new long[] {1, 1})) {
        inputs.put("input_ids", written);
        OrtSession.Result result = decoder.run(inputs);
        remember(result);
        return likeliest(tensor(result, "logits").getFloatBuffer());
      }
    }

    private void remember(OrtSession.Result result) throws OrtException {
      boolean begun = first != null;
      for (Memory memory : memories) {
        if (!begun || memory.ofTokens()) {
          inputs.put(memory.input(), tensor(result, memory.output()));
        }
      }
      if (begun) {
        if (last != null) {
          last.close();
        }
        last = result;
      } else {
        first = result;
        inputs.put("use_cache_branch", keep(OnnxTensor.createTensor(environment, YES)));
      }
    }

    @Override
    public void close() {
      kept.forEach(MoonshineNetwork::free);
      if (last != null) {
        last.close();
      }
      if (first != null) {
        first.close();
      }
    }
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) throws OrtException {
    return (OnnxTensor)
        result
            .get(name)
            .orElseThrow(() -> new OrtException("the recogniser has no output " + name));
  }

  private static Choice likeliest(FloatBuffer scores) {
    int best = 0;
    float top = scores.get(0);
    for (int i = 1; i < scores.limit(); i++) {
      float score = scores.get(i);
      if (score > top) {
        top = score;
        best = i;
      }
    }
    double sum = 0;
    for (int i = 0; i < scores.limit(); i++) {
      double below = scores.get(i) - top;
      sum += below > NEGLIGIBLE ? Math.exp(below) : 0;
    }
    return new Choice(best, -Math.log(sum));
  }

  /** Frees the networks once nobody listens any more. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        close(encoder);
        close(decoder);
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  private static void close(@Nullable OrtSession session) {
    if (session != null) {
      free(session);
    }
  }

  private static void free(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException("the recogniser's network can't be closed", e);
    }
  }
}
