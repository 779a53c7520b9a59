package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.webhook.WebhookDelivery;
import dev.mynah.server.webhook.WebhookDelivery.LastTry;
import dev.mynah.server.webhook.WebhookDelivery.State;
import dev.mynah.server.webhook.WebhookSecrets;
import dev.mynah.server.webhook.Webhooks;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups what can be done with callbacks. */
@Command(
    name = "webhooks",
    description =
        "Lists and replays callbacks, shows and replaces the secrets that sign them. Works beside a"
            + " running server, which takes note within seconds.",
    synopsisSubcommandLabel = "(list | replay | secret)",
    footer = {
      "",
      "Examples:",
      "  mynah webhooks list --state dead",
      "  mynah webhooks replay --all-dead",
      "  mynah webhooks secret show 5a3c0f7e..."
    })
final class WebhooksCommand {
  private WebhooksCommand() {}

  static WebhooksCommand group() {
    return new WebhooksCommand();
  }

  abstract static class OnWebhooks extends DatabaseCommand {
    OnWebhooks(CommandContext context) {
      super(context);
    }

    @Override
    final int run(Database database, Configuration configuration) {
      Clock clock = context().clock();
      IdSource ids = IdSource.random();
      WebhookSecrets secrets = new WebhookSecrets(database, new SecureRandom(), clock);
      // Never started: the server works on the queue, this only puts entries into it.
      WorkQueue queue = new WorkQueue(database, WorkQueue.Kind.CALLBACK, 1, "command", clock);
      return run(
          new Webhooks(database, secrets, queue, configuration.callbackLifetime(), ids, clock));
    }

    abstract int run(Webhooks webhooks);
  }

  /** Lists callbacks. */
  @Command(
      name = "list",
      description = "Lists callbacks, the newest first.",
      footer = {
        "",
        "Examples:",
        "  mynah webhooks list --state pending",
        "  mynah webhooks list --state dead --json"
      })
  static final class ListWebhooks extends OnWebhooks {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Only those that are pending, delivered or dead (given up).")
    private @Nullable State state;

    @Option(
        names = "--limit",
        paramLabel = "NUMBER",
        description = "How many at most (default: ${DEFAULT-VALUE}).",
        defaultValue = "100")
    private int limit;

    ListWebhooks(CommandContext context) {
      super(context);
    }

    @Override
    int run(Webhooks webhooks) {
      List<WebhookDelivery> found = webhooks.list(state, Math.max(0, limit));
      if (json()) {
        ArrayNode list = terminal().newArray();
        found.forEach(delivery -> list.add(describe(delivery)));
        terminal().printJson(list);
        return ExitCode.OK;
      }
      List<List<String>> rows = new ArrayList<>();
      for (WebhookDelivery delivery : found) {
        rows.add(
            List.of(
                delivery.id(),
                lower(delivery.state()),
                Integer.toString(delivery.attempts()),
                last(delivery.lastTry()),
                delivery.origin().taskId(),
                delivery.createdAt().toString(),
                delivery.receiver()));
      }
      terminal()
          .printTable(
              List.of("ID", "STATE", "TRIES", "LAST", "TASK", "TASK ENDED", "RECEIVER"), rows);
      return ExitCode.OK;
    }

    private static String last(@Nullable LastTry lastTry) {
      if (lastTry == null) {
        return "-";
      }
      return lastTry.status() != null
          ? lastTry.status().toString()
          : String.valueOf(lastTry.error()).toLowerCase(Locale.ROOT);
    }

    private ObjectNode describe(WebhookDelivery delivery) {
      boolean pending = delivery.state() == State.PENDING;
      ObjectNode json =
          terminal()
              .newObject()
              .put("id", delivery.id())
              .put("state", lower(delivery.state()))
              .put("task_id", delivery.origin().taskId())
              .put("trace_id", delivery.origin().traceId())
              .put("key", delivery.origin().tokenId())
              .put("owner", delivery.origin().ownerId())
              .put("url", delivery.url())
              .put("tries", delivery.attempts())
              .put("created_at", delivery.createdAt().toString())
              .put("finished_at", text(delivery.finishedAt()))
              .put("next_try_at", pending ? delivery.nextAt().toString() : null)
              .put("expires_at", delivery.expiresAt().toString());
      LastTry lastTry = delivery.lastTry();
      if (lastTry == null) {
        json.putNull("last_try");
      } else {
        json.putObject("last_try")
            .put("at", lastTry.at().toString())
            .put("status", lastTry.status())
            .put("error", lastTry.error())
            .put("answer", lastTry.answer());
      }
      return json;
    }

    private static String lower(State state) {
      return state.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant time) {
      return time == null ? null : time.toString();
    }
  }

  /** Sends callbacks again. */
  @Command(
      name = "replay",
      description =
          "Sends a callback again, or all that were given up: with the same webhook-id, tried for"
              + " as long as a new one.",
      footer = {
        "",
        "Examples:",
        "  mynah webhooks replay 0c9f...",
        "  mynah webhooks replay --all-dead"
      })
  static final class Replay extends OnWebhooks {
    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** One, or all that are dead. */
    static final class Which {
      @Parameters(paramLabel = "ID", description = "The id `mynah webhooks list` shows.")
      private @Nullable String id;

      @Option(names = "--all-dead", description = "All that were given up.")
      private boolean allDead;
    }

    Replay(CommandContext context) {
      super(context);
    }

    @Override
    int run(Webhooks webhooks) {
      int replayed = which.allDead ? webhooks.replayDead() : one(webhooks);
      boolean found = which.allDead || replayed == 1;
      if (json()) {
        terminal().printJson(terminal().newObject().put("replayed", replayed));
      } else if (found) {
        terminal().print("To be sent again: " + replayed + ".");
      } else {
        terminal().say("There is no callback with this id; see `mynah webhooks list`.");
      }
      return found ? ExitCode.OK : ExitCode.FAILED;
    }

    private int one(Webhooks webhooks) {
      return which.id != null && webhooks.replay(which.id) ? 1 : 0;
    }
  }

  /** Groups what can be done with the secrets. */
  @Command(
      name = "secret",
      description = "Shows or replaces the secret that signs the callbacks of an API key.",
      synopsisSubcommandLabel = "(show | rotate)",
      footer = {
        "",
        "Examples:",
        "  mynah webhooks secret show 5a3c0f7e...",
        "  mynah webhooks secret rotate 5a3c0f7e... --grace 7d"
      })
  static final class Secret {}
}
