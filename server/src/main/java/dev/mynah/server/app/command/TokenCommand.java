package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.token.IssuedToken;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Groups what can be done with API keys. */
@Command(
    name = "token",
    description =
        "Makes, lists and revokes API keys. Works beside a running server, which takes note within a"
            + " second.",
    synopsisSubcommandLabel = "(create | list | revoke)",
    footer = {"", "Examples:", "  mynah token create --name laptop", "  mynah token list"})
final class TokenCommand {
  private TokenCommand() {}

  static TokenCommand group() {
    return new TokenCommand();
  }

  abstract static class OnTokens extends SettingsCommand {
    OnTokens(CommandContext context) {
      super(context);
    }

    @Override
    final Set<String> shownSettings() {
      return Set.of("data", "database-url");
    }

    @Override
    public final Integer call() {
      Configuration configuration = load().configuration();
      DatabaseSettings settings =
          DatabaseSettings.of(configuration.databaseUrl(), configuration.data());
      try (Database database = Database.open(settings)) {
        return run(
            new TokenService(database, IdSource.random(), new SecureRandom(), context().clock()));
      }
    }

    abstract int run(TokenService tokens);
  }

  /** Makes a key. */
  @Command(
      name = "create",
      description = "Makes an API key and prints it. It can't be shown again.",
      footer = {
        "",
        "Examples:",
        "  mynah token create --name laptop",
        "  mynah token create --name kiosk --scopes speak --expires 30d"
      })
  static final class Create extends OnTokens {
    private static final Duration DAY = Duration.ofDays(1);

    @Option(names = "--name", required = true, description = "What uses it, e.g. laptop.")
    private String name = "";

    @Option(
        names = "--scopes",
        split = ",",
        paramLabel = "SCOPE",
        description = "What it may do: speak, clone, manage, admin (default: speak,clone,manage).")
    private List<String> scopes = List.of("speak", "clone", "manage");

    @Option(
        names = "--owner",
        description =
            "Owner id whose voices it shares, as `mynah token list` shows it (default: an owner of"
                + " its own).")
    private @Nullable String owner;

    @Option(names = "--expires", paramLabel = "DAYS", description = "Life in days, e.g. 30d.")
    private @Nullable String expires;

    @Spec private @Nullable CommandSpec spec;

    Create(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      IssuedToken issued = tokens.issue(new NewToken(name, owner, parsedScopes(), expiry()));
      if (json()) {
        ObjectNode answer = describe(terminal(), issued.summary());
        answer.put("key", issued.key());
        terminal().printJson(answer);
      } else {
        terminal().say("This key is shown once; keep it safe:");
        terminal().print(issued.key());
      }
      return ExitCode.OK;
    }

    private Set<Scope> parsedScopes() {
      Set<Scope> parsed = EnumSet.noneOf(Scope.class);
      for (String scope : scopes) {
        try {
          parsed.add(Scope.valueOf(scope.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          throw wrong("There is no scope \"" + scope + "\": use speak, clone, manage or admin.");
        }
      }
      return parsed;
    }

    private @Nullable Instant expiry() {
      if (expires == null) {
        return null;
      }
      if (!expires.matches("[1-9]\\d{0,4}d?")) {
        throw wrong("--expires must be a number of days, e.g. 30d; it is \"" + expires + "\".");
      }
      long days = Long.parseLong(expires.replace("d", ""));
      return context().clock().instant().plus(DAY.multipliedBy(days));
    }

    private RuntimeException wrong(String message) {
      return spec == null
          ? new IllegalStateException(message)
          : new ParameterException(spec.commandLine(), message);
    }
  }

  /** Lists the keys. */
  @Command(
      name = "list",
      description = "Lists the API keys, the newest first; the keys themselves are not kept.",
      footer = {"", "Example:", "  mynah token list --json"})
  static final class ListTokens extends OnTokens {
    ListTokens(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      if (json()) {
        ArrayNode list = terminal().newArray();
        tokens.list().forEach(token -> list.add(describe(terminal(), token)));
        terminal().printJson(list);
        return ExitCode.OK;
      }
      List<List<String>> rows = new ArrayList<>();
      for (TokenSummary token : tokens.list()) {
        rows.add(
            List.of(
                token.id(),
                token.prefix() + "...",
                token.name(),
                scopes(token),
                state(token, context().clock().instant()),
                token.ownerId()));
      }
      terminal().printTable(List.of("ID", "KEY", "NAME", "SCOPES", "STATE", "OWNER"), rows);
      return ExitCode.OK;
    }
  }

  /** Ends a key. */
  @Command(
      name = "revoke",
      description = "Ends an API key for good.",
      footer = {"", "Example:", "  mynah token revoke 5a3c0f7e..."})
  static final class Revoke extends OnTokens {
    @Parameters(paramLabel = "ID", description = "The id `mynah token list` shows.")
    private String id = "";

    Revoke(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      boolean revoked = tokens.revoke(id);
      if (json()) {
        terminal().printJson(terminal().newObject().put("id", id).put("revoked", revoked));
      } else if (revoked) {
        terminal().print("The key is revoked.");
      } else {
        terminal().say("There is no working key with this id; see `mynah token list`.");
      }
      return revoked ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static ObjectNode describe(Terminal terminal, TokenSummary token) {
    ObjectNode json =
        terminal
            .newObject()
            .put("id", token.id())
            .put("name", token.name())
            .put("prefix", token.prefix())
            .put("owner", token.ownerId())
            .put("created_at", token.createdAt().toString());
    ArrayNode scopes = json.putArray("scopes");
    token.scopes().stream().sorted().forEach(scope -> scopes.add(lower(scope)));
    json.put("expires_at", text(token.expiresAt()));
    json.put("revoked_at", text(token.revokedAt()));
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static String scopes(TokenSummary token) {
    return token.scopes().stream()
        .sorted()
        .map(TokenCommand::lower)
        .collect(Collectors.joining(","));
  }

  private static String lower(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  private static String state(TokenSummary token, Instant now) {
    Instant expires = token.expiresAt();
    if (token.revokedAt() != null) {
      return "revoked";
    }
    return expires != null && expires.isBefore(now) ? "expired" : "works";
  }
}
