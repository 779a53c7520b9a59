package dev.mynah.server.app.command;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.server.app.wiring.Services;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.Rendered;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.rendering.SpokenPart;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Speaker;
import dev.mynah.server.voice.Voice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Speaks into a file. */
@Command(
    name = "say",
    description = {
      "Speaks a text into a file, with a voice of the data folder.",
      "Works with and without a running server, and takes none of its workers."
    },
    footer = {
      "",
      "Examples:",
      "  mynah say \"Good evening.\" --voice Reader --out hello.mp3",
      "  mynah say \"Good evening.\" --voice 9b7c... --out hello.wav --speed 0.9 --seed 7"
    })
final class SayCommand extends SettingsCommand {
  @Parameters(paramLabel = "TEXT", description = "What to say; - reads it from standard input.")
  private String text = "";

  @Option(
      names = "--voice",
      required = true,
      description = "Voice, by its id, alias or title; `mynah voices` lists them.")
  private String voice = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      description = "mp3, wav, pcm, opus, aac or flac (default: by the file's name, else mp3).")
  private @Nullable String format;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "0.5 to 2; 1 is the voice's own (default: ${DEFAULT-VALUE}).")
  private double speed = 1;

  @Option(names = "--seed", description = "Same seed, same audio.")
  private @Nullable Long seed;

  @Spec private @Nullable CommandSpec spec;

  SayCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws ModelException, InterruptedException, IOException {
    EncodingSettings encoding = EncodingSettings.of(chosenFormat());
    if (!(speed >= SpeechRequest.MIN_SPEED && speed <= SpeechRequest.MAX_SPEED)) {
      throw wrong("--speed must be between 0.5 and 2.");
    }
    String words = text.equals("-") ? context().readInput() : text;
    long begin = System.nanoTime();
    try (ModelBar bar = new ModelBar(terminal());
        Services services = context().opening().open(load().configuration(), bar)) {
      Speaker speaker = services.voices().speaker(resolve(services), Principal.operator());
      Script script =
          new Script(
              List.of(new SpokenPart(words, speaker.profile())),
              List.of(speaker.voiceId()),
              encoding,
              speed,
              0,
              true,
              null,
              seed == null ? 0 : seed);
      Rendered rendered = render(services, script);
      report(rendered, (System.nanoTime() - begin) / 1e9);
      return ExitCode.OK;
    }
  }

  /** Speaks into a neighbour of the file and renames it, so that a half-spoken one never shows. */
  private Rendered render(Services services, Script script) throws IOException {
    Path target = out.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST, "The folder of " + out + " doesn't exist.");
    }
    Path part = Files.createTempFile(parent, ".mynah-", ".part");
    try {
      Rendered rendered = services.renderer().toFile(script, part, CancelSignal.NEVER);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return rendered;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void report(Rendered rendered, double took) {
    if (json()) {
      terminal()
          .printJson(
              terminal()
                  .newObject()
                  .put("file", out.toAbsolutePath().toString())
                  .put("seconds", rendered.seconds())
                  .put("took_seconds", took));
    } else {
      terminal()
          .say(
              String.format(
                  Locale.ROOT, "%s: %.1f s of speech in %.1f s", out, rendered.seconds(), took));
    }
  }

  /** Returns the id that was meant: a title counts if just one voice bears it. */
  private String resolve(Services services) {
    List<Voice> sameTitle =
        VoicesCommand.titled(services.voices(), voice).stream()
            .filter(known -> known.title().equalsIgnoreCase(voice.strip()))
            .toList();
    if (sameTitle.size() > 1) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST,
          sameTitle.size()
              + " voices are called \""
              + voice
              + "\"; name one by its id: "
              + String.join(", ", sameTitle.stream().map(Voice::id).toList()));
    }
    return sameTitle.isEmpty() ? voice.strip() : sameTitle.getFirst().id();
  }

  private AudioFormat chosenFormat() {
    String name = String.valueOf(out.getFileName());
    String wanted = format != null ? format : name.substring(name.lastIndexOf('.') + 1);
    if (format == null && !name.contains(".")) {
      return AudioFormat.MP3;
    }
    String known = wanted.equalsIgnoreCase("ogg") ? "opus" : wanted;
    return AudioFormat.named(known)
        .orElseThrow(
            () ->
                wrong(
                    "\""
                        + wanted
                        + "\" is no format Mynah writes: use mp3, wav, pcm, opus, aac or flac."));
  }

  private RuntimeException wrong(String message) {
    return spec == null
        ? new IllegalStateException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
