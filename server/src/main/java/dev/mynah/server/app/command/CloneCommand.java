package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.wiring.Services;
import dev.mynah.server.db.DataFolderLock;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Visibility;
import dev.mynah.server.voice.Voice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a voice. */
@Command(
    name = "clone",
    description = {
      "Makes a voice from a recording of ten to thirty seconds of one person speaking.",
      "Beside a running server on the same data folder, the server does the work and this waits.",
      "Only clone a voice whose owner agrees."
    },
    footer = {
      "",
      "Examples:",
      "  mynah clone reading.wav --title Reader",
      "  mynah clone https://example.com/reading.mp3 --title Reader --json",
      "  mynah clone one.wav two.wav --title Reader --consent \"Ann Lee agreed by mail, 3 May\""
    })
final class CloneCommand extends SettingsCommand {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration STOP_GRACE = Duration.ofSeconds(20);

  @Parameters(
      paramLabel = "FILE-or-URL",
      arity = "1..20",
      description = "The recording, or up to twenty of the same person.")
  private List<String> sources = List.of();

  @Option(names = "--title", required = true, description = "What people will call the voice.")
  private String title = "";

  @Option(names = "--description", description = "A sentence about it.")
  private String description = "";

  @Option(
      names = "--visibility",
      defaultValue = "private",
      description = "public, unlist or private (default: ${DEFAULT-VALUE}).")
  private Visibility visibility = Visibility.PRIVATE;

  @Option(names = "--tags", split = ",", description = "Words for finding it, comma-separated.")
  private List<String> tags = List.of();

  @Option(
      names = "--transcript",
      description = "What is said in the recording, if known; once for each recording.")
  private List<String> transcripts = List.of();

  @Option(
      names = "--consent",
      description =
          "That the owner of the voice agrees, and to what, in a sentence; kept for good with the"
              + " source.")
  private @Nullable String consent;

  CloneCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws ModelException, InterruptedException, IOException {
    Configuration configuration = load().configuration();
    CloneOrder order =
        new CloneOrder(
            recordings(),
            "recording",
            title,
            description,
            null,
            visibility,
            tags,
            transcripts,
            consent);
    long begin = System.nanoTime();
    try (ModelBar bar = new ModelBar(terminal());
        Services services = context().opening().open(configuration, bar)) {
      ObjectNode request = terminal().newObject().put("title", title).put("command", "clone");
      Task task =
          services
              .clones()
              .submit(
                  order,
                  new TaskOrder(TaskType.VOICES, request, IdSource.random().uuid(), Delivery.WAIT),
                  Principal.operator());
      Task ended = finish(services, configuration, task);
      return report(services, ended, (System.nanoTime() - begin) / 1e9);
    }
  }

  private List<Recording> recordings() {
    return sources.stream().map(CloneCommand::recording).toList();
  }

  private static Recording recording(String source) {
    if (source.matches("(?i)https?://.*")) {
      return new Recording.Url(source);
    }
    Path file = Path.of(source);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST, "There is no readable file " + source + ".");
    }
    return new Recording.LocalFile(file);
  }

  /**
   * Works on the queue here, beside others on PostgreSQL; on SQLite not while a server holds the
   * folder, which makes the voice then.
   */
  private Task finish(Services services, Configuration configuration, Task task)
      throws IOException {
    Task current = task;
    boolean told = false;
    while (!current.state().finished()) {
      boolean shared = configuration.databaseUrl() != null;
      DataFolderLock lock = shared ? null : lockOrNull(configuration);
      if (lock == null && !shared) {
        if (!told) {
          terminal().say("A server is using this data folder; it makes the voice.");
          told = true;
        }
        current = services.tasks().await(task.id(), LOOK_AGAIN);
        continue;
      }
      try {
        services.startCloning();
        while (!current.state().finished()) {
          current = services.tasks().await(task.id(), LOOK_AGAIN);
        }
      } finally {
        services.stopCloning(STOP_GRACE);
        if (lock != null) {
          lock.close();
        }
      }
    }
    return current;
  }

  private static @Nullable DataFolderLock lockOrNull(Configuration configuration) {
    try {
      return DataFolderLock.acquire(configuration.data());
    } catch (MynahException e) {
      return null;
    }
  }

  private int report(Services services, Task task, double took) {
    if (task.result() instanceof TaskResult.TaskFailure failure) {
      throw MynahException.of(failure.code(), failure.message());
    }
    if (!(task.result() instanceof TaskResult.VoiceMade made)) {
      throw new IllegalStateException("a finished clone has a voice or a failure");
    }
    Voice voice = services.voices().visible(made.voiceId(), Principal.operator());
    if (json()) {
      terminal().printJson(VoicesCommand.describe(terminal(), voice).put("took_seconds", took));
      return ExitCode.OK;
    }
    terminal().print(voice.id());
    terminal().say(String.format(Locale.ROOT, "The voice \"%s\" is ready (%.1f s).", title, took));
    CloneReport report = voice.report();
    if (report != null) {
      terminal()
          .say(
              String.format(
                  Locale.ROOT,
                  "Recording: %.1f s of speech, %.1f s used; level %.0f dB, noise %.0f dB, up to"
                      + " %.1f kHz, pitch %.0f Hz",
                  report.speechSeconds(),
                  report.usedSeconds(),
                  report.levelDbfs(),
                  report.noiseFloorDbfs(),
                  report.bandwidthHz() / 1000,
                  report.medianF0Hz()));
      report.warnings().forEach(warning -> terminal().say("! " + warning.message()));
    }
    terminal().say("Try: mynah say \"Hello.\" --voice \"" + title + "\" --out hello.mp3");
    return ExitCode.OK;
  }
}
