package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.engine.model.ModelException;
import dev.mynah.server.app.wiring.Archive;
import dev.mynah.server.app.wiring.Services;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceArchives;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Voices as files, to be carried from one server to another. */
final class VoiceArchiveCommands {
  private VoiceArchiveCommands() {}

  /** Writes a voice into a file. */
  @Command(
      name = "export",
      description = {
        "Writes a voice into one file: recordings, texts, picture, statement of consent, profiles.",
        "`mynah voices import` and the console of any Mynah take it."
      },
      footer = {"", "Example:", "  mynah voices export 5a3c0f7e... --out ann.zip"})
  static final class Export extends VoicesCommand.OnArchive {
    @Parameters(paramLabel = "ID", description = "The id `mynah voices` shows, or an alias.")
    private String id = "";

    @Option(
        names = {"--out", "-o"},
        paramLabel = "FILE",
        description = "Where to write it (default: named after the voice).")
    private @Nullable Path out;

    Export(CommandContext context) {
      super(context);
    }

    @Override
    int run(Archive archive) {
      VoiceArchives.Export export = archive.archives().export(id, Principal.operator());
      Path target = out == null ? Path.of(export.fileName()) : out;
      try {
        write(export, target);
      } catch (IOException e) {
        throw MynahException.of(
            ErrorCode.INVALID_REQUEST, target + " can't be written; choose another --out.", e);
      }
      if (json()) {
        terminal()
            .printJson(terminal().newObject().put("file", target.toAbsolutePath().toString()));
      } else {
        terminal().say("Wrote " + target + ".");
      }
      return ExitCode.OK;
    }

    /** Writes a neighbour of the file and renames it, so that half an archive never shows. */
    private static void write(VoiceArchives.Export export, Path target) throws IOException {
      Path folder = target.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new IOException("no such folder");
      }
      Path part = Files.createTempFile(folder, ".mynah-", ".part");
      try {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part))) {
          export.writeTo(file);
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  /** Takes a voice out of a file. */
  @Command(
      name = "import",
      description = {
        "Makes a voice of a file that `mynah voices export` or the console wrote.",
        "It gets an id of its own and is private until you say otherwise."
      },
      footer = {"", "Example:", "  mynah voices import ann.zip"})
  static final class Import extends SettingsCommand {
    @Parameters(paramLabel = "FILE", description = "The archive.")
    private Path file = Path.of("");

    Import(CommandContext context) {
      super(context);
    }

    @Override
    public Integer call() throws ModelException, InterruptedException {
      if (!Files.isRegularFile(file)) {
        throw MynahException.of(ErrorCode.INVALID_REQUEST, "There is no file " + file + ".");
      }
      try (ModelBar bar = new ModelBar(terminal());
          Services services = context().opening().open(load().configuration(), bar)) {
        Voice voice = services.importer().take(file, Principal.operator());
        ObjectNode json = terminal().newObject().put("id", voice.id()).put("title", voice.title());
        if (json()) {
          terminal().printJson(json);
        } else {
          terminal().say("Imported the voice \"" + voice.title() + "\".");
          terminal().print(voice.id());
        }
        return ExitCode.OK;
      }
    }
  }
}
