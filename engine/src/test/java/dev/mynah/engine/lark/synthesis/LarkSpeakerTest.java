package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.PcmSink;
import dev.mynah.engine.testing.LarkModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LarkSpeakerTest {
  /** "The quick brown fox jumps over the lazy dog." */
  private static final long[] FOX = {
    0, 81, 83, 16, 53, 65, 156, 102, 53, 16, 44, 123, 156, 39, 56, 16, 48, 156, 69, 53, 61, 16, 82,
    156, 138, 55, 58, 61, 16, 156, 31, 64, 83, 123, 16, 81, 83, 16, 54, 156, 24, 68, 51, 16, 46,
        156,
    76, 92, 4, 0
  };

  private static final long[] SHELLS = LarkNetworkTest.SHELLS;
  private static final int SENTENCES_OF_A_LONG_TEXT = 4500; // of 44 characters: 200,000 in all
  private static final long MEGABYTE = 1 << 20;

  private @Nullable LarkNetwork network;

  @BeforeAll
  void load() throws Exception {
    network = LarkNetwork.load(LarkModel.directory().resolve("hibari.onnx"), 1);
  }

  @AfterAll
  void close() throws Exception {
    if (network != null) {
      network.close();
    }
  }

  @Test
  void sameSeedSameSpeechOtherSeedOtherNoise() throws Exception {
    float[] one = speak(List.of(SHELLS, FOX), 1, 5);
    assertThat(speak(List.of(SHELLS, FOX), 1, 5)).isEqualTo(one);
    assertThat(speak(List.of(SHELLS, FOX), 1, 6)).hasSameSizeAs(one).isNotEqualTo(one);
  }

  @Test
  void eightThreadsSpeakAsOneDoes() throws Exception {
    float[] alone = speak(List.of(SHELLS, FOX), 1, 5);
    LarkSpeaker speaker = new LarkSpeaker(network());
    List<Callable<float[]>> speakers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      speakers.add(() -> speak(speaker, List.of(SHELLS, FOX), 1, 5));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<float[]> speech : threads.invokeAll(speakers)) {
        assertThat(speech.get()).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.75f, 1.5f, 2})
  void speedDividesTheLength(float speed) throws Exception {
    double plain = speak(List.of(FOX, SHELLS), 1, 1).length;
    double paced = speak(List.of(FOX, SHELLS), speed, 1).length;
    assertThat(plain / paced).isBetween(speed * 0.85, speed * 1.15);
  }

  @Test
  void joinsDoNotClick() throws Exception {
    float[] within = speak(List.of(FOX), 1, 1);
    float[] joined = speak(List.of(FOX, FOX, FOX), 1, 1);
    assertThat(largestStep(joined)).isLessThanOrEqualTo(1.05f * largestStep(within));
    assertThat(Math.abs(joined[0])).isLessThan(1e-3f);
    assertThat(Math.abs(joined[joined.length - 1])).isLessThan(1e-3f);
    // A join is where speech stops for at least 0.1 s: no sample jumps into or out of it.
    int quiet = 0;
    int joins = 0;
    for (int i = 1; i < joined.length; i++) {
      boolean isQuiet = Math.abs(joined[i]) < 6e-4f;
      if (!isQuiet && quiet >= 2400) {
        joins++;
        int begin = i - quiet;
        assertThat(Math.abs(joined[i] - joined[i - 1]))
            .as("out of join %d", joins)
            .isLessThan(2e-3f);
        assertThat(Math.abs(joined[begin] - joined[begin - 1]))
            .as("into join %d", joins)
            .isLessThan(2e-3f);
      }
      quiet = isQuiet ? quiet + 1 : 0;
    }
    assertThat(joins).isEqualTo(2);
  }

  @Test
  void endsAtOnceWhenCancelled() {
    AtomicInteger chunks = new AtomicInteger();
    PcmSink counting = samples -> chunks.incrementAndGet();
    CancelSignal afterThree = () -> chunks.get() >= 3;
    assertThatThrownBy(
            () ->
                new LarkSpeaker(network())
                    .speak(
                        source(List.of(FOX, FOX)),
                        FrameShaper.UNCHANGED,
                        1,
                        1,
                        counting,
                        afterThree))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.error()).isEqualTo(EngineError.CANCELLED));
    assertThat(chunks).hasValue(3);
  }

  @Test
  void saysNothingWhenCancelledBeforehand() {
    Recorder recorder = new Recorder();
    assertThatThrownBy(
            () ->
                new LarkSpeaker(network())
                    .speak(source(List.of(FOX)), FrameShaper.UNCHANGED, 1, 1, recorder, () -> true))
        .isInstanceOf(EngineException.class);
    assertThat(recorder.chunks()).isEmpty();
  }

  @Test
  void stopsWhenTheListenerHasGone() {
    LarkSpeaker speaker = new LarkSpeaker(network());
    PcmSink gone =
        samples -> {
          throw new IOException("gone");
        };
    assertThatThrownBy(
            () ->
                speaker.speak(
                    source(List.of(FOX)), FrameShaper.UNCHANGED, 1, 1, gone, CancelSignal.NEVER))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
  }

  @Test
  void handsOverTheBeginningBeforeTheEndIsMade() throws Exception {
    Recorder recorder = new Recorder();
    new LarkSpeaker(network())
        .speak(source(List.of(FOX)), FrameShaper.UNCHANGED, 1, 1, recorder, CancelSignal.NEVER);
    assertThat(recorder.chunks()).hasSizeGreaterThan(5);
    assertThat(recorder.chunks().getFirst()).hasSizeLessThanOrEqualTo(24 * 300);
  }

  @Test
  void memoryDoesNotGrowWithTheText() throws Exception {
    assertThat(growthOverSentences(60)).isLessThan(4 * MEGABYTE);
  }

  @Test
  @Tag("long")
  void memoryDoesNotGrowOverTwoHundredThousandCharacters() throws Exception {
    assertThat(growthOverSentences(SENTENCES_OF_A_LONG_TEXT)).isLessThan(8 * MEGABYTE);
  }

  /** Heap in use at the last sentence less that at the tenth. */
  private long growthOverSentences(int sentences) throws Exception {
    AtomicInteger said = new AtomicInteger();
    List<Long> used = new ArrayList<>();
    UtteranceSource endless =
        () -> {
          int count = said.getAndIncrement();
          if (count == 10 || count == sentences) {
            used.add(heapInUse());
          }
          return count == sentences ? null : new Utterance(FOX, Pause.SENTENCE);
        };
    long[] samples = {0};
    new LarkSpeaker(network())
        .speak(
            endless,
            FrameShaper.UNCHANGED,
            1,
            1,
            chunk -> samples[0] += chunk.length,
            CancelSignal.NEVER);
    assertThat(samples[0]).isGreaterThan(sentences * 2L * LarkFrames.SAMPLE_RATE);
    return used.get(1) - used.get(0);
  }

  private static long heapInUse() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private float[] speak(List<long[]> sentences, float speed, long seed) throws Exception {
    return speak(new LarkSpeaker(network()), sentences, speed, seed);
  }

  private static float[] speak(LarkSpeaker speaker, List<long[]> sentences, float speed, long seed)
      throws Exception {
    Recorder recorder = new Recorder();
    speaker.speak(
        source(sentences), FrameShaper.UNCHANGED, speed, seed, recorder, CancelSignal.NEVER);
    return recorder.samples();
  }

  private static UtteranceSource source(List<long[]> sentences) {
    AtomicInteger next = new AtomicInteger();
    return () -> {
      int index = next.getAndIncrement();
      return index < sentences.size() ? new Utterance(sentences.get(index), Pause.SENTENCE) : null;
    };
  }

  private LarkNetwork network() {
    if (network == null) {
      throw new IllegalStateException("not loaded");
    }
    return network;
  }

  private static float largestStep(float[] samples) {
    float largest = 0;
    for (int i = 1; i < samples.length; i++) {
      largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
    }
    return largest;
  }
}
