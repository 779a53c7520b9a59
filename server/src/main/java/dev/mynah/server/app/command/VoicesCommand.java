package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.engine.model.ModelException;
import dev.mynah.server.app.wiring.Services;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoicePage;
import dev.mynah.server.voice.VoiceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists the voices. */
@Command(
    name = "voices",
    description =
        "Lists the voices of the data folder, the newest first. Works with and without a running"
            + " server.",
    footer = {"", "Examples:", "  mynah voices", "  mynah voices --json"})
final class VoicesCommand extends SettingsCommand {
  VoicesCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws ModelException, InterruptedException {
    try (ModelBar bar = new ModelBar(terminal());
        Services services = context().opening().open(load().configuration(), bar)) {
      print(all(services));
      return ExitCode.OK;
    }
  }

  static List<Voice> all(Services services) {
    List<Voice> voices = new ArrayList<>();
    for (int page = 1; ; page++) {
      VoicePage part =
          services
              .voices()
              .list(VoiceQuery.page(page, VoiceQuery.MAX_PAGE_SIZE), Principal.operator());
      voices.addAll(part.items());
      if (!part.hasMore()) {
        return voices;
      }
    }
  }

  private void print(List<Voice> voices) {
    if (json()) {
      ArrayNode list = terminal().newArray();
      voices.forEach(voice -> list.add(describe(terminal(), voice)));
      terminal().printJson(list);
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
    terminal().printTable(List.of("ID", "TITLE", "SPEAKS", "SEEN BY", "DESCRIPTION"), rows);
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

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
