package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.engine.model.ModelException;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.wiring.Archive;
import dev.mynah.server.app.wiring.Services;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.CloneRecord;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoicePage;
import dev.mynah.server.voice.VoiceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the voices, and groups what else can be done with them. */
@Command(
    name = "voices",
    description =
        "Lists, shows and deletes the voices of the data folder, and tells what they were cloned"
            + " from. Works with and without a running server.",
    synopsisSubcommandLabel = "[list | show | delete | export | import | records]",
    footer = {"", "Examples:", "  mynah voices", "  mynah voices show 5a3c0f7e... --json"})
final class VoicesCommand extends SettingsCommand {
  VoicesCommand(CommandContext context) {
    super(context);
  }

  @Override
  Set<String> shownSettings() {
    return Set.of("data", "database-url");
  }

  @Override
  public Integer call() throws ModelException, InterruptedException {
    return list(this);
  }

  private static int list(SettingsCommand command) throws ModelException, InterruptedException {
    Configuration configuration = command.load().configuration();
    try (Archive archive = Archive.open(configuration, command.context().clock())) {
      List<Voice> voices = all(archive.voices());
      if (!voices.isEmpty()) {
        print(command, voices);
        return ExitCode.OK;
      }
    }
    // The first use of this folder: opening everything puts the preset voices in.
    try (ModelBar bar = new ModelBar(command.terminal());
        Services services = command.context().opening().open(configuration, bar)) {
      print(command, all(services.voices()));
      return ExitCode.OK;
    }
  }

  static List<Voice> all(VoiceCatalogue catalogue) {
    List<Voice> voices = new ArrayList<>();
    for (int page = 1; ; page++) {
      VoicePage part =
          catalogue.list(VoiceQuery.page(page, VoiceQuery.MAX_PAGE_SIZE), Principal.operator());
      voices.addAll(part.items());
      if (!part.hasMore()) {
        return voices;
      }
    }
  }

  /** Returns voices whose title holds the words of another, as many as one page has. */
  static List<Voice> titled(VoiceCatalogue catalogue, String title) {
    return catalogue
        .list(
            new VoiceQuery(
                1,
                VoiceQuery.MAX_PAGE_SIZE,
                title,
                List.of(),
                false,
                null,
                List.of(),
                List.of(),
                VoiceQuery.Order.SCORE),
            Principal.operator())
        .items();
  }

  private static void print(SettingsCommand command, List<Voice> voices) {
    Terminal terminal = command.terminal();
    if (command.json()) {
      ArrayNode list = terminal.newArray();
      voices.forEach(voice -> list.add(describe(terminal, voice)));
      terminal.printJson(list);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Voice voice : voices) {
      rows.add(
          List.of(
              voice.id(),
              voice.title(),
              String.join(",", voice.languages()),
              lower(voice.visibility()),
              voice.description()));
    }
    terminal.printTable(List.of("ID", "TITLE", "SPEAKS", "SEEN BY", "DESCRIPTION"), rows);
  }

  static ObjectNode describe(Terminal terminal, Voice voice) {
    ObjectNode json =
        terminal
            .newObject()
            .put("id", voice.id())
            .put("title", voice.title())
            .put("description", voice.description())
            .put("state", lower(voice.state()))
            .put("visibility", lower(voice.visibility()))
            .put("created_at", voice.createdAt().toString())
            .put("times_spoken", voice.taskCount());
    voice.languages().forEach(json.putArray("languages")::add);
    voice.tags().forEach(json.putArray("tags")::add);
    if (voice.report() != null) {
      json.putPOJO("report", voice.report());
    }
    return json;
  }

  private static ObjectNode describe(Terminal terminal, CloneRecord clone) {
    ObjectNode json =
        terminal
            .newObject()
            .put("voice", clone.voiceId())
            .put("accepted_at", clone.acceptedAt().toString())
            .put("owner", clone.ownerId())
            .put("token", clone.tokenId())
            .put("consent", clone.consent());
    ArrayNode sources = json.putArray("recordings");
    for (CloneRecord.Source source : clone.sources()) {
      ObjectNode one = sources.addObject().put("url", source.url());
      CloneRecord.Content content = source.content();
      if (content != null) {
        one.put("sha256", content.sha256()).put("bytes", content.size());
      }
    }
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** A command that needs the database and the files, but no engine. */
  abstract static class OnArchive extends SettingsCommand {
    OnArchive(CommandContext context) {
      super(context);
    }

    @Override
    final Set<String> shownSettings() {
      return Set.of("data", "database-url");
    }

    @Override
    public final Integer call() {
      try (Archive archive = Archive.open(load().configuration(), context().clock())) {
        return run(archive);
      }
    }

    abstract int run(Archive archive);
  }

  /** The same as the command alone. */
  @Command(
      name = "list",
      description = "Lists the voices, the newest first.",
      footer = {"", "Example:", "  mynah voices list --json"})
  static final class ListVoices extends SettingsCommand {
    ListVoices(CommandContext context) {
      super(context);
    }

    @Override
    Set<String> shownSettings() {
      return Set.of("data", "database-url");
    }

    @Override
    public Integer call() throws ModelException, InterruptedException {
      return list(this);
    }
  }

  /** Shows one voice. */
  @Command(
      name = "show",
      description = "Shows a voice, whoever it belongs to, and what it was cloned from.",
      footer = {"", "Example:", "  mynah voices show 5a3c0f7e..."})
  static final class Show extends OnArchive {
    @Parameters(paramLabel = "ID", description = "The id `mynah voices` shows, or an alias.")
    private String id = "";

    Show(CommandContext context) {
      super(context);
    }

    @Override
    int run(Archive archive) {
      Voice voice = archive.voices().existing(id);
      ObjectNode json = describe(terminal(), voice).put("owner", voice.ownerId());
      archive
          .voices()
          .cloneRecord(voice.id())
          .ifPresent(clone -> json.set("cloned_from", describe(terminal(), clone)));
      if (json()) {
        terminal().printJson(json);
        return ExitCode.OK;
      }
      List<List<String>> rows = new ArrayList<>();
      json.properties()
          .forEach(
              field ->
                  rows.add(
                      List.of(
                          field.getKey(),
                          field.getValue().isValueNode()
                              ? field.getValue().asText()
                              : field.getValue().toString())));
      terminal().printTable(List.of("WHAT", "IS"), rows);
      return ExitCode.OK;
    }
  }

  /** Deletes one voice. */
  @Command(
      name = "delete",
      description = {
        "Deletes a voice for good: its recordings, profile, samples and texts.",
        "What stays is who cloned it from where and on whose word, and that it was deleted."
      },
      footer = {"", "Example:", "  mynah voices delete 5a3c0f7e... --yes"})
  static final class Delete extends OnArchive {
    @Parameters(paramLabel = "ID", description = "The id `mynah voices` shows, or an alias.")
    private String id = "";

    @Option(names = "--yes", description = "Do it: it can't be undone.")
    private boolean sure;

    Delete(CommandContext context) {
      super(context);
    }

    @Override
    int run(Archive archive) {
      Voice voice = archive.voices().existing(id);
      if (!sure) {
        throw MynahException.of(
            ErrorCode.INVALID_REQUEST,
            "Deleting the voice \"%s\" can't be undone; add --yes to do it."
                .formatted(voice.title()));
      }
      archive.erasure().erase(voice.id(), Principal.operator());
      if (json()) {
        terminal().printJson(terminal().newObject().put("id", voice.id()).put("deleted", true));
      } else {
        terminal().print("The voice is deleted.");
      }
      return ExitCode.OK;
    }
  }

  /** Tells what the voices were cloned from. */
  @Command(
      name = "records",
      description = {
        "Tells of every clone who asked for it, from which source, with which content (SHA-256)",
        "and on whose word. These records can't be changed and outlive their voices."
      },
      footer = {"", "Example:", "  mynah voices records --json > consent.json"})
  static final class Records extends OnArchive {
    private static final int AT_ONCE = 500;

    Records(CommandContext context) {
      super(context);
    }

    @Override
    int run(Archive archive) {
      List<CloneRecord> records = new ArrayList<>();
      int read = AT_ONCE;
      for (int offset = 0; read == AT_ONCE; offset += AT_ONCE) {
        List<CloneRecord> part = archive.voices().cloneRecords(AT_ONCE, offset);
        records.addAll(part);
        read = part.size();
      }
      if (json()) {
        ArrayNode list = terminal().newArray();
        records.forEach(clone -> list.add(describe(terminal(), clone)));
        terminal().printJson(list);
        return ExitCode.OK;
      }
      List<List<String>> rows = new ArrayList<>();
      for (CloneRecord clone : records) {
        String url = clone.sources().getFirst().url();
        int more = clone.sources().size() - 1;
        String source = (url == null ? "sent along" : url) + (more == 0 ? "" : " and " + more);
        String consent = clone.consent() == null ? "-" : clone.consent();
        rows.add(
            List.of(
                clone.voiceId(), clone.acceptedAt().toString(), clone.ownerId(), source, consent));
      }
      terminal().printTable(List.of("VOICE", "WHEN", "OWNER", "FROM", "CONSENT"), rows);
      return ExitCode.OK;
    }
  }
}
