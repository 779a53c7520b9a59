package dev.mynah.bench;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.SampleSource;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.engine.asr.MoonshineRecognizer;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.engine.spi.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How well, how fast and in how much memory recordings are written down. */
@Command(
    name = "recognition",
    description = {
      "Word error rate, speed and memory of the recogniser on a folder of WAV files.",
      "The text of NAME.wav is in NAME.txt beside it, or in a line NAME.wav|text of the folder's"
          + " transcripts.txt. Files without a text are written down all the same."
    },
    mixinStandardHelpOptions = true)
final class RecognitionFigures implements Callable<Integer> {
  private static final int SECONDS_A_MINUTE = 60;

  @Option(names = "--clips", required = true, description = "Folder with WAV files, at any depth.")
  private Path clips = Path.of(".");

  @Option(names = "--model", description = "moonshine-base (default) or moonshine-tiny.")
  private String model = MoonshineRecognizer.MODELS.getFirst();

  @Option(names = "--threads", split = ",", description = "Threads to measure with (1,2).")
  private List<Integer> threads = List.of(1, 2);

  @Option(names = "--minutes", description = "Also writes down the clips over and over.")
  private int minutes;

  @Option(names = "--out", description = "File for the transcripts, one file|text to a line.")
  private @Nullable Path out;

  private record Clip(Path file, float[] samples, Optional<String> text) {
    double seconds() {
      return (double) samples.length / SpeechRecognizer.SAMPLE_RATE;
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Clip> all = read();
    if (all.isEmpty()) {
      System.err.println("There are no WAV files in " + clips + ".");
      return 2;
    }
    Path folder = folder();
    for (int count : threads) {
      long before = residentKib();
      long start = System.nanoTime();
      try (SpeechRecognizer recognizer = MoonshineRecognizer.open(model, folder, count)) {
        System.out.printf(
            "%s on %d thread%s: loaded in %.0f ms, %d MiB more resident%n",
            model,
            count,
            count == 1 ? "" : "s",
            (System.nanoTime() - start) / 1e6,
            (residentKib() - before) >> 10);
        measure(recognizer, all);
        if (minutes > 0) {
          measureLong(recognizer, all);
        }
      }
    }
    return 0;
  }

  private Path folder() throws ModelException {
    String root = System.getenv("MYNAH_MODELS");
    Path store =
        root == null || root.isBlank()
            ? ModelStore.defaultRoot(System.getenv(), System.getProperties())
            : Path.of(root);
    return new ModelStore(store, System.getenv("MYNAH_MODEL_MIRROR"))
        .ensure(model, ModelProgress.NONE);
  }

  private void measure(SpeechRecognizer recognizer, List<Clip> all)
      throws EngineException, IOException {
    WordErrors errors = new WordErrors();
    List<String> lines = new ArrayList<>();
    double seconds = 0;
    long start = System.nanoTime();
    for (Clip clip : all) {
      Transcript heard = written(recognizer, SampleSource.of(clip.samples()));
      seconds += clip.seconds();
      lines.add(clip.file().getFileName() + "|" + heard.text());
      if (clip.text().isPresent() && errors.add(clip.text().get(), heard.text()) > 0) {
        System.out.printf(
            "  %s%n    said:  %s%n    heard: %s%n",
            clip.file().getFileName(), clip.text().get(), heard.text());
      }
    }
    System.out.printf(
        "  %d files, %.0f s, %.1f x real time; word error rate %.2f %% (%d of %d words); peak %d MiB"
            + " resident%n",
        all.size(),
        seconds,
        seconds / ((System.nanoTime() - start) / 1e9),
        errors.percent(),
        errors.wrong(),
        errors.said(),
        peakKib() >> 10);
    if (out != null) {
      Files.write(out, lines);
    }
  }

  private void measureLong(SpeechRecognizer recognizer, List<Clip> all)
      throws EngineException, IOException {
    long before = residentKib();
    long start = System.nanoTime();
    Transcript heard = written(recognizer, new Loop(all, (long) minutes * SECONDS_A_MINUTE));
    System.out.printf(
        "  %.1f minutes in one: %.1f x real time, %d segments, %d words; %d MiB more resident than"
            + " before%n",
        heard.durationSeconds() / SECONDS_A_MINUTE,
        heard.durationSeconds() / ((System.nanoTime() - start) / 1e9),
        heard.segments().size(),
        heard.text().split(" ", -1).length,
        (residentKib() - before) >> 10);
  }

  private static Transcript written(SpeechRecognizer recognizer, SampleSource source)
      throws EngineException, IOException {
    return recognizer.transcribe(
        source, RecognitionOptions.DEFAULT, RecognitionListener.NONE, CancelSignal.NEVER);
  }

  /** The clips one after the other, again and again. */
  private static final class Loop implements SampleSource {
    private final List<Clip> clips;
    private long left; // samples
    private int clip;
    private int position;

    Loop(List<Clip> clips, long seconds) {
      this.clips = clips;
      this.left = seconds * SpeechRecognizer.SAMPLE_RATE;
    }

    @Override
    public int read(float[] target, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      float[] samples = clips.get(clip).samples();
      int count = (int) Math.min(left, Math.min(length, samples.length - position));
      System.arraycopy(samples, position, target, offset, count);
      left -= count;
      position += count;
      if (position == samples.length) {
        position = 0;
        clip = (clip + 1) % clips.size();
      }
      return count;
    }
  }

  private List<Clip> read() throws IOException, UnsupportedAudioFileException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(clips)) {
      files = found.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
    List<Clip> read = new ArrayList<>();
    for (Path file : files) {
      Pcm pcm = Resampler.resample(WavFiles.read(file), SpeechRecognizer.SAMPLE_RATE);
      read.add(new Clip(file, pcm.samples(), text(file)));
    }
    return read;
  }

  private static Optional<String> text(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path own = file.resolveSibling(name.substring(0, name.length() - ".wav".length()) + ".txt");
    if (Files.exists(own)) {
      return Optional.of(Files.readString(own).strip());
    }
    Path list = file.resolveSibling("transcripts.txt");
    if (!Files.exists(list)) {
      return Optional.empty();
    }
    return Files.readAllLines(list).stream()
        .filter(line -> line.startsWith(name + "|"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  private static long residentKib() throws IOException {
    return status("VmRSS:");
  }

  private static long peakKib() throws IOException {
    return status("VmHWM:");
  }

  /** Reads a figure of this process, in KiB; 0 where the system doesn't tell. */
  private static long status(String name) throws IOException {
    Path file = Path.of("/proc/self/status");
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0L);
  }
}
