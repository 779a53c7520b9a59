package dev.mynah.audio.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;

import dev.mynah.audio.testing.FfmpegFiles;
import dev.mynah.audio.testing.FfmpegFiles.Form;
import dev.mynah.audio.testing.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid files with seeded damage: every one must end in sound or a refusal, and soon. */
class HostileMediaTest {
  private static final Path NATIVES = Path.of("target", "natives");
  private static final int MUTANTS = 360;
  private static final int RATE = 24_000;
  private static final int MAX_DEATHS = 3;

  @TempDir static Path folder;
  private static final Map<Integer, Form> BASES = new TreeMap<>();

  @BeforeAll
  static void mutate() throws IOException {
    List<Form> forms =
        List.of(
            new Form("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 0),
            new Form("wav", "adpcm_ms", AV_SAMPLE_FMT_S16, 0),
            new Form("aiff", "pcm_s16be", AV_SAMPLE_FMT_S16, 0),
            new Form("caf", "pcm_s16le", AV_SAMPLE_FMT_S16, 0),
            new Form("mp3", "libmp3lame", AV_SAMPLE_FMT_FLTP, 64_000),
            new Form("ipod", "aac", AV_SAMPLE_FMT_FLTP, 64_000),
            new Form("ipod", "alac", AV_SAMPLE_FMT_S16P, 0),
            new Form("adts", "aac", AV_SAMPLE_FMT_FLTP, 64_000),
            new Form("flac", "flac", AV_SAMPLE_FMT_S16, 0),
            new Form("ogg", "libopus", AV_SAMPLE_FMT_FLT, 32_000),
            new Form("webm", "libopus", AV_SAMPLE_FMT_FLT, 32_000),
            new Form("matroska", "flac", AV_SAMPLE_FMT_S16, 0));
    Random random = new Random(20_261_121);
    List<byte[]> valid = new ArrayList<>();
    for (Form form : forms) {
      Path file = folder.resolve("valid");
      FfmpegFiles.write(file, form, 24_000, Signals.speechLike(24_000, 0.4, 1).samples());
      valid.add(Files.readAllBytes(file));
    }
    for (int i = 0; i < MUTANTS; i++) {
      BASES.put(i, forms.get(i % forms.size()));
      byte[] mutant = mutant(valid.get(i % valid.size()), random);
      Files.write(folder.resolve(Integer.toString(i)), mutant);
    }
  }

  private static byte[] mutant(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    int head = Math.min(bytes.length, 600); // where containers keep what they believe in
    for (int i = 0; i <= random.nextInt(6); i++) {
      int at = random.nextInt(random.nextBoolean() ? head : bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
        case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0);
        case 4 -> bytes = Arrays.copyOf(bytes, Math.max(1, at)); // cut short
        default -> { // a piece of itself elsewhere
          int from = random.nextInt(bytes.length);
          int length = Math.min(64, bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
      head = Math.min(head, bytes.length);
    }
    return bytes;
  }

  @Test
  void everyMutantEndsInSoundOrARefusal() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    List<Integer> deadly = new ArrayList<>();
    int next = 0;
    while (next < MUTANTS) {
      int reached = decodeFrom(next, outcomes);
      if (reached < MUTANTS) {
        deadly.add(reached);
      }
      next = reached + 1;
    }
    int answered = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(answered + deadly.size()).as("%s", outcomes).isEqualTo(MUTANTS);
    assertThat(deadly).as("mutants that killed their process").hasSizeLessThanOrEqualTo(MAX_DEATHS);
    assertThat(outcomes.getOrDefault("ALL", 0) + outcomes.getOrDefault("PART", 0))
        .as("mutants some sound was saved of, in %s", outcomes)
        .isGreaterThan(MUTANTS / 4);
    assertThat(outcomes.getOrDefault("NOT_AUDIO", 0)).as("%s", outcomes).isPositive();
    List<Integer> sample = new ArrayList<>(deadly);
    new Random(1).ints(10, 0, MUTANTS).forEach(sample::add);
    answersEach(sample);
  }

  @Test
  @Tag("long")
  void everyMutantCostsItsOwnProcessAndNothingElse() throws Exception {
    answersEach(new ArrayList<>(BASES.keySet()));
  }

  /** Decodes as the server does. */
  private static void answersEach(List<Integer> mutants) throws Exception {
    try (MediaDecoder decoder = new MediaDecoder(NATIVES, 2)) {
      for (int mutant : mutants) {
        Path file = folder.resolve(Integer.toString(mutant));
        try {
          DecodedMedia media = decoder.decode(file, RATE);
          assertThat(media.pcm().seconds()).isLessThanOrEqualTo(605);
          for (float sample : media.pcm().samples()) {
            assertThat(Math.abs(sample) <= 8).as("sample of %s", BASES.get(mutant)).isTrue();
          }
        } catch (MediaException refusal) {
          assertThat(refusal.code())
              .as("mutant %d of %s: %s", mutant, BASES.get(mutant), refusal.detail())
              .isNotIn(MediaException.Code.BUSY, MediaException.Code.TOO_LARGE);
          assertThat(refusal.getMessage()).endsWith(".").doesNotContain(folder.toString());
        }
      }
    }
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("files in the folder of the media").hasSize(MUTANTS + 1);
    }
  }

  /** Returns the number of the mutant that killed the process, or MUTANTS. */
  private static int decodeFrom(int first, Map<String, Integer> outcomes) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:ErrorFile=/dev/null",
            "-XX:-CreateCoredumpOnCrash",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.bytedeco.javacpp.cachedir=" + NATIVES.toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            FuzzChild.class.getName(),
            folder.toString(),
            Integer.toString(first),
            Integer.toString(MUTANTS));
    Process child = new ProcessBuilder(command).start();
    int reached = first;
    try (ChildWatch watch = new ChildWatch(child, Duration.ofSeconds(90));
        BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 2);
        if (parts.length == 2 && parts[0].equals(Integer.toString(reached))) {
          outcomes.merge(parts[1], 1, Integer::sum);
          reached++;
        }
      }
      child.waitFor();
      assertThat(watch.expired())
          .as("hung at mutant %d of %s", reached, BASES.get(reached))
          .isFalse();
    } finally {
      child.destroyForcibly();
    }
    return reached;
  }
}
