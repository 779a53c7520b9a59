package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelStatus;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.model.ModelVerification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Groups what can be done with models. */
@Command(
    name = "models",
    description = "Lists, fetches and verifies the models on this machine.",
    synopsisSubcommandLabel = "(list | pull | verify)",
    footer = {"", "Examples:", "  mynah models list", "  mynah models pull lark"})
final class ModelsCommand {
  private ModelsCommand() {}

  static ModelsCommand group() {
    return new ModelsCommand();
  }

  abstract static class OnModels extends SettingsCommand {
    OnModels(CommandContext context) {
      super(context);
    }

    @Override
    final Set<String> shownSettings() {
      return Set.of("models", "model-mirror");
    }

    final ModelStore store() {
      return models(load().configuration());
    }
  }

  /** Lists the models. */
  @Command(
      name = "list",
      description = "Lists the models there are, whether they are here, and whose work they are.",
      footer = {"", "Example:", "  mynah models list --json"})
  static final class ListModels extends OnModels {
    ListModels(CommandContext context) {
      super(context);
    }

    @Override
    public Integer call() {
      List<ModelStatus> models = store().list();
      if (json()) {
        ArrayNode list = terminal().newArray();
        for (ModelStatus model : models) {
          list.addObject()
              .put("name", model.manifest().name())
              .put("version", model.manifest().version())
              .put("title", model.manifest().title())
              .put("bytes", model.manifest().totalBytes())
              .put("installed", model.installed())
              .put("directory", model.directory().toString())
              .put("licence", model.manifest().licence())
              .put("credit", model.manifest().credit())
              .put("home", model.manifest().home().toString());
        }
        terminal().printJson(list);
        return ExitCode.OK;
      }
      List<List<String>> rows = new ArrayList<>();
      for (ModelStatus model : models) {
        rows.add(
            List.of(
                model.manifest().name(),
                model.manifest().version(),
                String.format(Locale.ROOT, "%.1f MB", model.manifest().totalBytes() / 1e6),
                model.installed() ? model.directory().toString() : "not here",
                model.manifest().licence(),
                model.manifest().title()));
      }
      terminal().printTable(List.of("MODEL", "VERSION", "SIZE", "WHERE", "LICENCE", "WHAT"), rows);
      return ExitCode.OK;
    }
  }

  /** Fetches models. */
  @Command(
      name = "pull",
      description =
          "Fetches models that are not here yet and repairs damaged ones. A download that broke off"
              + " goes on where it stopped.",
      footer = {
        "",
        "Examples:",
        "  mynah models pull",
        "  mynah models pull lark --model-mirror https://mirror.example.com/mynah"
      })
  static final class Pull extends OnModels {
    @Parameters(
        arity = "0..*",
        paramLabel = "NAME",
        description = "Models to fetch (default: the engine's own, lark).")
    private List<String> names = List.of();

    Pull(CommandContext context) {
      super(context);
    }

    @Override
    public Integer call() throws ModelException {
      ModelStore store = store();
      ArrayNode list = terminal().newArray();
      for (String name : names.isEmpty() ? List.of("lark") : names) {
        Path directory;
        try (ModelBar bar = new ModelBar(terminal())) {
          directory = store.repair(name, bar);
        }
        list.addObject().put("name", name).put("directory", directory.toString());
        if (!json()) {
          terminal().print(name + " is in " + directory);
        }
      }
      if (json()) {
        terminal().printJson(list);
      }
      return ExitCode.OK;
    }
  }

  /** Verifies models. */
  @Command(
      name = "verify",
      description = "Reads every byte of the models that are here and compares the hashes.",
      footer = {"", "Example:", "  mynah models verify lark"})
  static final class Verify extends OnModels {
    @Parameters(
        arity = "0..*",
        paramLabel = "NAME",
        description = "Models to verify (default: all that are here).")
    private List<String> names = List.of();

    Verify(CommandContext context) {
      super(context);
    }

    @Override
    public Integer call() throws ModelException {
      ModelStore store = store();
      List<String> wanted =
          names.isEmpty()
              ? store.list().stream()
                  .filter(ModelStatus::installed)
                  .map(model -> model.manifest().name())
                  .toList()
              : names;
      boolean sound = true;
      ArrayNode list = terminal().newArray();
      for (String name : wanted) {
        ModelVerification verification = store.verify(name);
        sound &= verification.sound();
        ObjectNode entry = list.addObject().put("name", name).put("sound", verification.sound());
        verification.problems().forEach(entry.putArray("problems")::add);
        if (!json()) {
          terminal().print(name + (verification.sound() ? ": every file is as it should be" : ":"));
          verification.problems().forEach(problem -> terminal().print("  " + problem));
        }
      }
      if (json()) {
        terminal().printJson(list);
      } else if (wanted.isEmpty()) {
        terminal().print("No model is here; fetch one with `mynah models pull`.");
      }
      if (!sound) {
        terminal().say("Repair with `mynah models pull`.");
      }
      return sound ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
