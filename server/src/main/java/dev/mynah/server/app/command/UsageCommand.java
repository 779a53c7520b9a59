package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.usage.DailyUsage;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.usage.UsagePage;
import dev.mynah.server.usage.UsageQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what keys have used. */
@Command(
    name = "usage",
    description =
        "Shows what API keys have used, the newest first: one line a task, or with --by-day the sums"
            + " of each day in UTC. Works with and without a running server.",
    footer = {
      "",
      "Examples:",
      "  mynah usage --by-day --from 2026-11-01",
      "  mynah usage --key 5a3c0f7e... --failed --json"
    })
final class UsageCommand extends DatabaseCommand {
  @Option(names = "--key", paramLabel = "ID", description = "Of this key only.")
  private @Nullable String key;

  @Option(names = "--owner", paramLabel = "ID", description = "Of this owner's keys only.")
  private @Nullable String owner;

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "Of this type only: voices, fish_tts, audios, fish_model_create.")
  private List<String> types = List.of();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "Not before this day or moment in UTC, e.g. 2026-11-01.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "Before this day or moment in UTC, e.g. 2026-12-01.")
  private @Nullable String to;

  @Option(names = "--failed", description = "Only what failed.")
  private boolean failed;

  @Option(names = "--by-day", description = "Sums of each day and type.")
  private boolean byDay;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Lines at most, up to 1000 (default: 100).")
  private int limit = UsageQuery.DEFAULT_LIMIT;

  @Option(names = "--offset", paramLabel = "N", description = "Lines to pass over.")
  private int offset;

  @Spec private @Nullable CommandSpec spec;

  UsageCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(Database database, Configuration configuration) {
    UsageQuery query =
        UsageQuery.all()
            .ofToken(key)
            .ofOwner(owner)
            .ofTypes(types())
            .within(moment("--from", from), moment("--to", to))
            .failed(failed)
            .page(limit, offset);
    UsageHistory history = new UsageHistory(database);
    if (byDay) {
      printDays(history.byDay(query));
    } else {
      printPage(history.page(query));
    }
    return ExitCode.OK;
  }

  private Set<TaskType> types() {
    Set<TaskType> parsed = EnumSet.noneOf(TaskType.class);
    for (String type : types) {
      try {
        parsed.add(TaskType.valueOf(type.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw wrong("There is no type \"" + type + "\".");
      }
    }
    return parsed;
  }

  private @Nullable Instant moment(String option, @Nullable String written) {
    if (written == null) {
      return null;
    }
    try {
      return written.contains("T")
          ? Instant.parse(written)
          : LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(option + " must be a day such as 2026-11-01 or 2026-11-01T12:00:00Z.");
    }
  }

  private RuntimeException wrong(String message) {
    return spec == null
        ? new IllegalStateException(message)
        : new ParameterException(spec.commandLine(), message);
  }

  private void printPage(UsagePage page) {
    if (json()) {
      ObjectNode answer = terminal().newObject().put("total", page.total());
      ArrayNode list = answer.putArray("entries");
      page.entries().forEach(entry -> list.add(json(entry)));
      terminal().printJson(answer);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (UsageEntry entry : page.entries()) {
      ErrorCode error = entry.error();
      Long remaining = entry.remaining();
      rows.add(
          List.of(
              entry.createdAt().toString(),
              lower(entry.type()),
              Long.toString(entry.units()),
              Long.toString(entry.amount()),
              remaining == null ? "-" : remaining.toString(),
              error == null ? "succeeded" : lower(error),
              entry.tokenId(),
              entry.taskId()));
    }
    terminal()
        .printTable(
            List.of("ENDED", "TYPE", "UNITS", "CREDITS", "LEFT", "OUTCOME", "KEY", "TASK"), rows);
    int shown = offset + page.entries().size();
    if (shown < page.total()) {
      terminal().say("%d more; see --limit and --offset.".formatted(page.total() - shown));
    }
  }

  private ObjectNode json(UsageEntry entry) {
    ErrorCode error = entry.error();
    return terminal()
        .newObject()
        .put("id", entry.id())
        .put("task_id", entry.taskId())
        .put("trace_id", entry.traceId())
        .put("key", entry.tokenId())
        .put("owner", entry.ownerId())
        .put("type", lower(entry.type()))
        .put("units", entry.units())
        .put("credits", entry.amount())
        .put("credit_left", entry.remaining())
        .put("error", error == null ? null : lower(error))
        .put("elapsed_seconds", entry.elapsed().toMillis() / 1000.0)
        .put("ended_at", entry.createdAt().toString());
  }

  private void printDays(List<DailyUsage> days) {
    if (json()) {
      ArrayNode list = terminal().newArray();
      for (DailyUsage day : days) {
        list.addObject()
            .put("day", day.day().toString())
            .put("type", lower(day.type()))
            .put("succeeded", day.succeeded())
            .put("failed", day.failed())
            .put("units", day.units())
            .put("credits", day.amount());
      }
      terminal().printJson(list);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (DailyUsage day : days) {
      rows.add(
          List.of(
              day.day().toString(),
              lower(day.type()),
              Long.toString(day.succeeded()),
              Long.toString(day.failed()),
              Long.toString(day.units()),
              Long.toString(day.amount())));
    }
    terminal().printTable(List.of("DAY", "TYPE", "SUCCEEDED", "FAILED", "UNITS", "CREDITS"), rows);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
