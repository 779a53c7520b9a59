package dev.mynah.bench;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import dev.mynah.engine.lark.profile.ProfileShaper;
import dev.mynah.engine.lark.synthesis.FrameShaper;
import dev.mynah.engine.lark.synthesis.LarkFrames;
import dev.mynah.engine.lark.synthesis.LarkNetwork;
import dev.mynah.engine.lark.synthesis.LarkSpeaker;
import dev.mynah.engine.lark.synthesis.Pause;
import dev.mynah.engine.lark.synthesis.Utterance;
import dev.mynah.engine.lark.synthesis.UtteranceSource;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many seconds of speech Lark makes a second, from phonemes to samples. */
@Command(
    name = "lark",
    description = "Speed of the Lark engine: network alone, base voice, cloned voice.",
    mixinStandardHelpOptions = true)
final class LarkSpeed implements Callable<Integer> {
  /** "The quick brown fox jumps over the lazy dog." and "She sells sea shells by the sea shore." */
  private static final long[][] SENTENCES = {
    {
      0, 81, 83, 16, 53, 65, 156, 102, 53, 16, 44, 123, 156, 39, 56, 16, 48, 156, 69, 53, 61, 16,
      82, 156, 138, 55, 58, 61, 16, 156, 31, 64, 83, 123, 16, 81, 83, 16, 54, 156, 24, 68, 51, 16,
      46, 156, 76, 92, 4, 0
    },
    {
      0, 131, 157, 51, 16, 61, 156, 86, 54, 68, 16, 61, 156, 51, 16, 131, 156, 86, 54, 68, 16, 44,
      25, 16, 81, 83, 16, 61, 156, 51, 16, 131, 156, 76, 123, 4, 0
    }
  };

  private static final int SENTENCES_A_ROUND = 40;

  @Option(
      names = "--models",
      required = true,
      description = "Folder with Lark's files, e.g. the one 'mynah models list' shows.")
  private Path models = Path.of(".");

  @Option(names = "--rounds", description = "Rounds of each kind; the best is printed.")
  private int rounds = 8;

  @Override
  public Integer call() throws Exception {
    try (LarkNetwork network = LarkNetwork.load(models.resolve("hibari.onnx"), 1)) {
      FrameShaper cloned = new ProfileShaper(deepVoice());
      LarkSpeaker speaker = new LarkSpeaker(network);
      for (int threads : new int[] {1, 2}) {
        System.out.printf(
            "%d thread%s: network %s, base voice %s, cloned voice %s%n",
            threads,
            threads == 1 ? "" : "s",
            best(threads, () -> networkOnly(network)),
            best(threads, () -> speak(speaker, FrameShaper.UNCHANGED)),
            best(threads, () -> speak(speaker, cloned)));
      }
      for (int i = 0; i < rounds; i++) {
        firstSound(speaker, cloned);
      }
      System.out.printf(
          "first samples of a sentence, cloned voice: %.1f ms%n", bestFirstSound(speaker, cloned));
    }
    return 0;
  }

  /** Best of several rounds, all threads together. */
  private Speed best(int threads, Callable<Double> work) throws Exception {
    Speed best = new Speed(0, 0);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < rounds; round++) {
        List<Callable<Share>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          shares.add(() -> Share.of(work));
        }
        long start = System.nanoTime();
        double spoken = 0;
        double worked = 0;
        for (Future<Share> future : pool.invokeAll(shares)) {
          spoken += future.get().spokenSeconds();
          worked += future.get().processorSeconds();
        }
        double passed = (System.nanoTime() - start) * 1e-9;
        best = best.orBetter(spoken / passed, spoken / worked);
      }
    }
    return best;
  }

  /**
   * Seconds of speech.
   *
   * @param aSecond made in a second by the clock
   * @param aProcessorSecond made in a second of one processor, which others on the machine disturb
   *     less
   */
  private record Speed(double aSecond, double aProcessorSecond) {
    Speed orBetter(double clock, double processor) {
      return new Speed(Math.max(aSecond, clock), Math.max(aProcessorSecond, processor));
    }

    @Override
    public String toString() {
      return "%.0f x real time (%.0f x a processor second)".formatted(aSecond, aProcessorSecond);
    }
  }

  /** What one thread did in one round. */
  private record Share(double spokenSeconds, double processorSeconds) {
    static Share of(Callable<Double> work) throws Exception {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      double spoken = work.call();
      return new Share(spoken, (threads.getCurrentThreadCpuTime() - start) * 1e-9);
    }
  }

  private static double networkOnly(LarkNetwork network) throws EngineException {
    long frames = 0;
    for (int i = 0; i < SENTENCES_A_ROUND; i++) {
      frames += network.run(SENTENCES[i % SENTENCES.length], 1).count();
    }
    return (double) frames * LarkFrames.HOP_SAMPLES / LarkFrames.SAMPLE_RATE;
  }

  /** Speaks for nobody; returns the seconds of the network's frames, silences included. */
  private static double speak(LarkSpeaker speaker, FrameShaper voice)
      throws EngineException, IOException {
    AtomicLong frames = new AtomicLong();
    FrameShaper counting =
        base -> {
          frames.addAndGet(base.count());
          return voice.shape(base);
        };
    speaker.speak(script(SENTENCES_A_ROUND), counting, 1, 1, samples -> {}, CancelSignal.NEVER);
    return (double) frames.get() * LarkFrames.HOP_SAMPLES / LarkFrames.SAMPLE_RATE;
  }

  private double bestFirstSound(LarkSpeaker speaker, FrameShaper voice)
      throws EngineException, IOException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      best = Math.min(best, firstSound(speaker, voice));
    }
    return best;
  }

  /** Milliseconds from the phonemes of one sentence to its first samples. */
  private static double firstSound(LarkSpeaker speaker, FrameShaper voice)
      throws EngineException, IOException {
    AtomicLong first = new AtomicLong();
    long start = System.nanoTime();
    speaker.speak(
        script(1),
        voice,
        1,
        1,
        samples -> first.compareAndSet(0, System.nanoTime() - start),
        CancelSignal.NEVER);
    return first.get() * 1e-6;
  }

  private static UtteranceSource script(int sentences) {
    AtomicInteger next = new AtomicInteger();
    return () -> {
      int index = next.getAndIncrement();
      return index < sentences
          ? new Utterance(SENTENCES[index % SENTENCES.length], Pause.SENTENCE)
          : null;
    };
  }

  /** A profile that costs what a real one costs: lower pitch, longer tract, 28 classes. */
  private static LarkProfile deepVoice() {
    Random random = new Random(1);
    float[][] centres = new float[28][NetworkEnvelope.TERMS];
    float[][] offsets = new float[28][EnvelopeBands.COUNT];
    for (int c = 0; c < centres.length; c++) {
      for (int t = 0; t < centres[c].length; t++) {
        centres[c][t] = (float) random.nextGaussian();
      }
      for (int b = 0; b < offsets[c].length; b++) {
        offsets[c][b] = 0.5f * (float) random.nextGaussian();
      }
    }
    return new LarkProfile(
        "0123456789abcdef",
        Math.log(200),
        Math.log(120),
        1,
        0.88,
        1,
        new FrameClasses(20, centres, 0.5, 0.25),
        offsets);
  }
}
