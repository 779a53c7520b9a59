package dev.mynah.engine.speaker;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.Frames;
import dev.mynah.audio.analysis.PitchTracker;
import dev.mynah.audio.analysis.Span;
import dev.mynah.audio.analysis.SpeechActivity;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.engine.speaker.TorchFile.Tensor;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/*
 * GE2E: "Generalized End-to-End Loss for Speaker Verification" (Wan, Wang, Papir, Lopez Moreno,
 * 2018), with the weights of the Resemblyzer package. Three LSTM layers of 256 units read 1.6 s of
 * mel spectra; the last state goes through a linear layer, is rectified and scaled to length 1.
 * Silences are cut out, what is left is brought to one level (the spectra are linear, so
 * loudness would count as voice), and the embeddings of overlapping windows (1.3 a second) are
 * averaged.
 */
/**
 * Tells how alike two voices sound, whatever they say. Safe for any number of threads; embedding 15
 * s of speech costs about four billion multiplications.
 */
public final class SpeakerEncoder {
  /** Its name in the model store. */
  public static final String MODEL = "ge2e";

  private static final String FILE = "ge2e.pt";
  private static final int LAYERS = 3;
  private static final int WINDOW = 160; // frames, 1.6 s
  private static final int STEP = 77; // frames between windows
  private static final double LEAST_FILLED = 0.75; // of the last window
  private static final double LEVEL = Math.pow(10, -24 / 20.0); // root mean square
  private static final double LEAST_SECONDS = 0.25;
  private static final double MOST_SECONDS = 20; // more changes an embedding by next to nothing
  private static final double LONGEST_PAUSE = 0.2; // seconds left between words

  private final List<LstmLayer> layers;
  private final float[] weights; // [output][unit]
  private final float[] bias; // [output]

  private SpeakerEncoder(List<LstmLayer> layers, float[] weights, float[] bias) {
    this.layers = List.copyOf(layers);
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Loads the network.
   *
   * @param folder with the files of {@link #MODEL}
   * @throws EngineException with {@link EngineError#INTERNAL} if they can't be used
   */
  public static SpeakerEncoder open(Path folder) throws EngineException {
    try {
      Map<String, Tensor> tensors = TorchFile.read(folder.resolve(FILE), "model_state");
      List<LstmLayer> layers = new ArrayList<>();
      for (int i = 0; i < LAYERS; i++) {
        layers.add(
            new LstmLayer(
                values(tensors, "lstm.weight_ih_l" + i),
                values(tensors, "lstm.weight_hh_l" + i),
                values(tensors, "lstm.bias_ih_l" + i),
                values(tensors, "lstm.bias_hh_l" + i)));
      }
      return new SpeakerEncoder(
          layers, values(tensors, "linear.weight"), values(tensors, "linear.bias"));
    } catch (IOException | IllegalArgumentException e) {
      throw new EngineException(
          EngineError.INTERNAL, "The speaker encoder's weights can't be read.", e);
    }
  }

  private static float[] values(Map<String, Tensor> tensors, String name) throws IOException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IOException("the checkpoint holds no " + name);
    }
    return tensor.values();
  }

  /**
   * Returns the embedding of the voice in a recording, or nothing if less than a quarter of a
   * second of speech is in it. Of long recordings the first 20 s of speech count.
   *
   * @param recording at any sample rate, one person
   */
  public Optional<SpeakerEmbedding> embed(Pcm recording) {
    float[] speech = levelled(speechOf(recording));
    if (speech.length < LEAST_SECONDS * SlaneyMel.SAMPLE_RATE) {
      return Optional.empty();
    }
    int windows = windows(speech.length);
    float[][] state = mels(speech, windows);
    for (LstmLayer layer : layers) {
      state = layer.run(state, windows);
    }
    return Optional.of(mean(state[state.length - 1], windows));
  }

  /** Returns the speech at 16 kHz, pauses cut short. */
  private static float[] speechOf(Pcm recording) {
    Pcm analysed = Resampler.resample(recording, Frames.SAMPLE_RATE);
    SpeechActivity activity = SpeechActivity.detect(analysed, PitchTracker.track(analysed));
    float[] samples = Resampler.resample(recording, SlaneyMel.SAMPLE_RATE).samples();
    float[] speech = new float[(int) (MOST_SECONDS * SlaneyMel.SAMPLE_RATE)];
    int length = 0;
    double end = Double.NEGATIVE_INFINITY; // of the stretch before, in seconds
    for (Span span : activity.spans()) {
      double from = Frames.seconds(span.from());
      double start = from - end < LONGEST_PAUSE ? end : from;
      end = Frames.seconds(span.to());
      int first = sample(start, samples.length);
      int count = Math.min(sample(end, samples.length) - first, speech.length - length);
      System.arraycopy(samples, first, speech, length, count);
      length += count;
    }
    return Arrays.copyOf(speech, length);
  }

  private static int sample(double seconds, int most) {
    return Math.clamp(Math.round(seconds * SlaneyMel.SAMPLE_RATE), 0, most);
  }

  private static float[] levelled(float[] samples) {
    double power = 0;
    for (float sample : samples) {
      power += (double) sample * sample;
    }
    double level = Math.sqrt(power / Math.max(1, samples.length));
    if (level > 0) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= (float) (LEVEL / level);
      }
    }
    return samples;
  }

  /** Windows that start within the speech; the last one only if enough of it is filled. */
  private static int windows(int samples) {
    int frames = samples / SlaneyMel.HOP + 1;
    int windows = Math.max(1, (frames - WINDOW + STEP) / STEP + 1);
    double last = samples / (double) SlaneyMel.HOP - (double) (windows - 1) * STEP;
    return windows > 1 && last < LEAST_FILLED * WINDOW ? windows - 1 : windows;
  }

  /** Returns [time][window * bands + band]. */
  private static float[][] mels(float[] speech, int windows) {
    SlaneyMel analysis = new SlaneyMel();
    int frames = (windows - 1) * STEP + WINDOW;
    float[] mel = new float[frames * SlaneyMel.BANDS];
    for (int i = 0; i < frames; i++) {
      analysis.analyse(speech, i, mel, i * SlaneyMel.BANDS);
    }
    float[][] sequences = new float[WINDOW][windows * SlaneyMel.BANDS];
    for (int time = 0; time < WINDOW; time++) {
      for (int window = 0; window < windows; window++) {
        System.arraycopy(
            mel,
            (window * STEP + time) * SlaneyMel.BANDS,
            sequences[time],
            window * SlaneyMel.BANDS,
            SlaneyMel.BANDS);
      }
    }
    return sequences;
  }

  private SpeakerEmbedding mean(float[] states, int windows) {
    double[] sum = new double[bias.length];
    for (int window = 0; window < windows; window++) {
      double[] output = output(states, window * weights.length / bias.length);
      double length = length(output);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += output[i] / length;
      }
    }
    double length = length(sum);
    float[] values = new float[sum.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sum[i] / length);
    }
    return new SpeakerEmbedding(values);
  }

  private double[] output(float[] states, int from) {
    int units = weights.length / bias.length;
    double[] output = new double[bias.length];
    for (int i = 0; i < output.length; i++) {
      double value = bias[i];
      for (int unit = 0; unit < units; unit++) {
        value += (double) weights[i * units + unit] * states[from + unit];
      }
      output[i] = Math.max(0, value);
    }
    return output;
  }

  private static double length(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.max(Math.sqrt(sum), 1e-9);
  }
}
