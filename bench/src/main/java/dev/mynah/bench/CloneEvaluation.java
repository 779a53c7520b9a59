package dev.mynah.bench;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.engine.lark.LarkEngine;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.ReferenceAudio;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.VoiceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sound.sampled.UnsupportedAudioFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Clones speakers and has every clone say the same texts, for an outside program to score. Writes
 * one WAV a speaker and text, {@code texts.txt} with a line {@code file|text} each, and {@code
 * manifest.tsv}: file, speaker, clips cloned from, clips held out. A speaker with one clip only is
 * compared with that clip.
 */
@Command(
    name = "clones",
    description = "Clones the speakers in a folder and lets them speak, for scoring.",
    mixinStandardHelpOptions = true)
final class CloneEvaluation implements Callable<Integer> {
  private static final int LAST_RATE = 24_000;

  private static final List<String> TEXTS =
      List.of(
          "The morning train was late again, so we drank our coffee on the platform and watched the"
              + " gulls quarrel over a sandwich that somebody had dropped beside the yellow line"
              + " near the clock.",
          "When the workshop finally closed, my uncle gave each of his four apprentices a chisel, a"
              + " handshake, and a long piece of advice about patience, sharp blades, and never"
              + " trusting a cheap ladder.",
          "You can reach the old lighthouse by following the coast for an hour or two, but take"
              + " warm clothes and plenty of water, because the wind up there rarely stops to"
              + " rest.");

  @Option(names = "--models", required = true, description = "Folder with Lark's files.")
  private Path models = Path.of(".");

  @Option(
      names = "--speakers",
      required = true,
      description = "Folder with a subfolder of WAV clips, or one clip, for each speaker.")
  private Path speakers = Path.of(".");

  @Option(names = "--out", required = true, description = "Folder to write to.")
  private Path out = Path.of(".");

  @Option(names = "--seconds", description = "Reference to clone from, in seconds (15).")
  private double seconds = 15;

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(out);
    List<String> manifest = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    try (LarkEngine engine = LarkEngine.open(models, 1)) {
      for (Path speaker : sorted(speakers)) {
        evaluate(engine, speaker, manifest, texts);
      }
    }
    Files.write(out.resolve("manifest.tsv"), manifest);
    Files.write(out.resolve("texts.txt"), texts);
    return manifest.isEmpty() ? 1 : 0;
  }

  private void evaluate(LarkEngine engine, Path speaker, List<String> manifest, List<String> texts)
      throws IOException, UnsupportedAudioFileException {
    List<Path> clips = Files.isDirectory(speaker) ? sorted(speaker) : List.of(speaker);
    clips = clips.stream().filter(clip -> clip.toString().endsWith(".wav")).toList();
    if (clips.isEmpty()) {
      return;
    }
    String name = speaker.getFileName().toString().replace(".wav", "");
    int used = 0;
    List<Pcm> parts = new ArrayList<>();
    double collected = 0;
    int originalRate = LAST_RATE;
    while (used < Math.max(1, clips.size() - 1) && collected < seconds) {
      Pcm clip = WavFiles.read(clips.get(used++));
      originalRate = clip.sampleRate();
      parts.add(Resampler.resample(clip, LAST_RATE));
      collected += clip.seconds();
    }
    List<Path> heldOut = used < clips.size() ? clips.subList(used, clips.size()) : clips;
    try {
      long start = System.nanoTime();
      ClonedVoice voice = clone(engine, joined(parts), originalRate);
      System.out.printf(
          "%s: %.2f s to clone %.1f s; %s%n",
          name, (System.nanoTime() - start) / 1e9, collected, voice.report());
      for (int t = 0; t < TEXTS.size(); t++) {
        String file = name + "-" + t + ".wav";
        WavFiles.write(out.resolve(file), speak(engine, voice.profile(), TEXTS.get(t)));
        texts.add(file + "|" + TEXTS.get(t));
        manifest.add(String.join("\t", file, name, names(clips.subList(0, used)), names(heldOut)));
      }
    } catch (EngineException e) {
      System.out.printf("%s: refused (%s): %s%n", name, e.error(), e.getMessage());
    }
  }

  private static ClonedVoice clone(LarkEngine engine, Pcm reference, int originalRate)
      throws EngineException {
    return engine.cloneVoice(
        new ReferenceAudio(reference, originalRate, null),
        CloneOptions.DEFAULT,
        CloneProgress.NONE,
        CancelSignal.NEVER);
  }

  private static Pcm speak(LarkEngine engine, VoiceProfile voice, String text)
      throws EngineException, IOException {
    List<Pcm> pieces = new ArrayList<>();
    engine.speak(
        new SpeechRequest(text, voice, 1, 1, "en-US"),
        samples -> pieces.add(new Pcm(samples, LAST_RATE)),
        CancelSignal.NEVER);
    return joined(pieces);
  }

  private static Pcm joined(List<Pcm> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.samples().length).sum()];
    int at = 0;
    for (Pcm part : parts) {
      System.arraycopy(part.samples(), 0, all, at, part.samples().length);
      at += part.samples().length;
    }
    return new Pcm(Arrays.copyOf(all, at), LAST_RATE);
  }

  private static String names(List<Path> files) {
    return String.join(",", files.stream().map(Path::toString).toList());
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
