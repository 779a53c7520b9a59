package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mynah.server.app.wiring.Archive;
import dev.mynah.server.audit.AuditEvent;
import dev.mynah.server.audit.AuditQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the audit log. */
@Command(
    name = "audit",
    description =
        "Shows who did what: voices changed and deleted, keys made and revoked. The log can't be"
            + " changed, and holds no texts and no audio.",
    footer = {
      "",
      "Examples:",
      "  mynah audit",
      "  mynah audit --action voice.erase --days 30 --json"
    })
final class AuditCommand extends VoicesCommand.OnArchive {
  @Option(
      names = "--action",
      description = "Only this action, e.g. voice.erase, or all of a kind, e.g. voice.")
  private @Nullable String action;

  @Option(names = "--subject", paramLabel = "ID", description = "Only what was done to this.")
  private @Nullable String subject;

  @Option(names = "--owner", paramLabel = "ID", description = "Only what this owner did.")
  private @Nullable String owner;

  @Option(names = "--days", paramLabel = "N", description = "Only the last days.")
  private @Nullable Integer days;

  @Option(
      names = "--limit",
      defaultValue = "100",
      description = "How many at most, the newest first (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  AuditCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(Archive archive) {
    List<AuditEvent> events = archive.audit().list(query());
    if (json()) {
      ArrayNode list = terminal().newArray();
      for (AuditEvent event : events) {
        list.addObject()
            .put("id", event.id())
            .put("at", event.at().toString())
            .put("owner", event.actor().ownerId())
            .put("token", event.actor().tokenId())
            .put("action", event.action())
            .put("kind", event.subject().kind())
            .put("subject", event.subject().id())
            .set("detail", event.detail());
      }
      terminal().printJson(list);
      return ExitCode.OK;
    }
    List<List<String>> rows = new ArrayList<>();
    for (AuditEvent event : events) {
      rows.add(
          List.of(
              event.at().toString(),
              event.action(),
              event.subject().id(),
              event.actor().ownerId(),
              event.detail().toString()));
    }
    terminal().printTable(List.of("WHEN", "ACTION", "SUBJECT", "BY", "DETAIL"), rows);
    return ExitCode.OK;
  }

  private AuditQuery query() {
    Integer back = days;
    Instant from = back == null ? null : context().clock().instant().minus(Duration.ofDays(back));
    return new AuditQuery(
        action, subject, owner, from, null, Math.clamp(limit, 1, AuditQuery.MAX_LIMIT), 0);
  }
}
