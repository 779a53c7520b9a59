package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.token.IssuedToken;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Groups what can be done with API keys, and holds what is done with existing ones. */
@Command(
    name = "token",
    description =
        "Makes, shows, changes and revokes API keys. Works beside a running server, which takes note"
            + " within a second.",
    synopsisSubcommandLabel = "(create | list | show | update | rotate | credit | revoke)",
    footer = {
      "",
      "Examples:",
      "  mynah token create --name laptop",
      "  mynah token list",
      "  mynah token rotate 5a3c0f7e... --grace 24h"
    })
final class TokenCommand {
  private TokenCommand() {}

  static TokenCommand group() {
    return new TokenCommand();
  }

  /** A command on the keys of the data folder. */
  abstract static class OnTokens extends DatabaseCommand {
    @Spec private @Nullable CommandSpec spec;

    OnTokens(CommandContext context) {
      super(context);
    }

    @Override
    final int run(Database database, Configuration configuration) {
      return run(
          new TokenService(database, IdSource.random(), new SecureRandom(), context().clock()));
    }

    abstract int run(TokenService tokens);

    final Set<Scope> scopes(String written) {
      try {
        return Scope.read(written);
      } catch (IllegalArgumentException e) {
        throw wrong(
            "There is no such scope in \"" + written + "\": use speak, clone, manage or admin.");
      }
    }

    final RuntimeException wrong(String message) {
      return spec == null
          ? new IllegalStateException(message)
          : new ParameterException(spec.commandLine(), message);
    }

    final void print(TokenSummary token) {
      TokenViews.print(terminal(), json(), token, context().clock().instant());
    }

    final void print(IssuedToken issued) {
      if (json()) {
        ObjectNode answer = TokenViews.json(terminal(), issued.summary());
        answer.put("key", issued.key());
        terminal().printJson(answer);
      } else {
        terminal().say("This key is shown once; keep it safe:");
        terminal().print(issued.key());
      }
    }
  }

  /** A command on one key. */
  abstract static class OnToken extends OnTokens {
    @Parameters(index = "0", paramLabel = "ID", description = "The id `mynah token list` shows.")
    private String id = "";

    OnToken(CommandContext context) {
      super(context);
    }

    final String id() {
      return id;
    }
  }

  /** Lists the keys. */
  @Command(
      name = "list",
      description = "Lists the API keys, the newest first; the keys themselves are not kept.",
      footer = {"", "Example:", "  mynah token list --json"})
  static final class ListTokens extends OnTokens {
    @Option(names = "--owner", paramLabel = "ID", description = "Keys of this owner only.")
    private @Nullable String owner;

    ListTokens(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      List<TokenSummary> found = owner == null ? tokens.list() : tokens.list(owner);
      if (json()) {
        ArrayNode list = terminal().newArray();
        found.forEach(token -> list.add(TokenViews.json(terminal(), token)));
        terminal().printJson(list);
        return ExitCode.OK;
      }
      List<List<String>> rows = new ArrayList<>();
      for (TokenSummary token : found) {
        rows.add(
            List.of(
                token.id(),
                token.prefix() + "...",
                token.name(),
                Scope.written(token.scopes()),
                TokenViews.state(token, context().clock().instant()),
                TokenViews.credit(token),
                token.ownerId()));
      }
      terminal()
          .printTable(List.of("ID", "KEY", "NAME", "SCOPES", "STATE", "CREDIT", "OWNER"), rows);
      return ExitCode.OK;
    }
  }

  /** Shows a key. */
  @Command(
      name = "show",
      description = "Shows an API key: what it may do, its limits and what it has used.",
      footer = {"", "Example:", "  mynah token show 5a3c0f7e..."})
  static final class Show extends OnToken {
    Show(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      TokenSummary token = tokens.find(id()).orElse(null);
      if (token == null) {
        terminal().say("There is no key with this id; see `mynah token list`.");
        return ExitCode.FAILED;
      }
      print(token);
      return ExitCode.OK;
    }
  }

  /** Changes a key. */
  @Command(
      name = "update",
      description = "Changes what an API key may do. What isn't named stays as it is.",
      footer = {
        "",
        "Examples:",
        "  mynah token update 5a3c0f7e... --scopes speak --concurrency 4",
        "  mynah token update 5a3c0f7e... --credit 1000000 --expires never"
      })
  static final class Update extends OnToken {
    @Option(names = "--name", description = "What uses it, e.g. laptop.")
    private @Nullable String name;

    @Option(
        names = "--scopes",
        paramLabel = "SCOPE[,SCOPE...]",
        description = "What it may do: speak, clone, manage, admin.")
    private @Nullable String scopes;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "Life from now on, e.g. 30d or 12h, or never.")
    private @Nullable String expires;

    @Option(
        names = "--concurrency",
        paramLabel = "N",
        description = "Requests it may have in flight; 0 for any number, default for the server's.")
    private @Nullable String concurrency;

    @Option(
        names = "--credit",
        paramLabel = "N",
        description = "Credits it may use in all, what it has used included; or unlimited.")
    private @Nullable String credit;

    Update(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      print(tokens.update(id(), this::changed));
      return ExitCode.OK;
    }

    private KeySettings changed(KeySettings settings) {
      KeySettings changed = settings;
      if (name != null) {
        changed = changed.withName(name);
      }
      if (scopes != null) {
        changed = changed.withScopes(scopes(scopes));
      }
      if (expires != null) {
        changed = changed.withExpiresAt(end(expires));
      }
      if (concurrency != null) {
        changed =
            changed.withConcurrency(
                concurrency.equals("default")
                    ? null
                    : Integer.valueOf(number("--concurrency", concurrency, "default")));
      }
      if (credit != null) {
        changed =
            changed.withCreditLimit(
                credit.equals("unlimited")
                    ? null
                    : Long.valueOf(number("--credit", credit, "unlimited")));
      }
      return changed;
    }

    private @Nullable Instant end(String written) {
      if (written.equals("never")) {
        return null;
      }
      return context()
          .clock()
          .instant()
          .plus(
              TimeSpans.read(written)
                  .orElseThrow(
                      () -> wrong("--expires must be a time such as 30d or 12h, or never.")));
    }

    private String number(String option, String written, String word) {
      if (!written.matches("\\d{1,9}")
          && !(option.equals("--credit") && written.matches("\\d{1,16}"))) {
        throw wrong(option + " must be a whole number, or " + word + ".");
      }
      return written;
    }
  }

  /** Gives a key another secret. */
  @Command(
      name = "rotate",
      description =
          "Gives an API key another secret and prints it. Its id, owner, limits and voices stay.",
      footer = {
        "",
        "Examples:",
        "  mynah token rotate 5a3c0f7e...              (the old secret stops at once)",
        "  mynah token rotate 5a3c0f7e... --grace 24h  (both work for a day)"
      })
  static final class Rotate extends OnToken {
    @Option(
        names = "--grace",
        paramLabel = "TIME",
        description = "How long the old secret goes on working, e.g. 24h (default: not at all).")
    private String grace = "0";

    Rotate(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      print(
          tokens.rotate(
              id(),
              TimeSpans.read(grace)
                  .orElseThrow(() -> wrong("--grace must be a time such as 24h or 7d."))));
      return ExitCode.OK;
    }
  }

  /** Adds credit to a key. */
  @Command(
      name = "credit",
      description = "Adds credit to an API key that has a limit.",
      footer = {"", "Example:", "  mynah token credit 5a3c0f7e... 100000"})
  static final class Credit extends OnToken {
    @Parameters(index = "1", paramLabel = "CREDITS", description = "How much is added.")
    private long amount;

    Credit(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      print(tokens.addCredit(id(), amount));
      return ExitCode.OK;
    }
  }

  /** Ends a key. */
  @Command(
      name = "revoke",
      description = "Ends an API key for good.",
      footer = {"", "Example:", "  mynah token revoke 5a3c0f7e..."})
  static final class Revoke extends OnToken {
    Revoke(CommandContext context) {
      super(context);
    }

    @Override
    int run(TokenService tokens) {
      boolean revoked = tokens.revoke(id());
      if (json()) {
        terminal().printJson(terminal().newObject().put("id", id()).put("revoked", revoked));
      } else if (revoked) {
        terminal().print("The key is revoked.");
      } else {
        terminal().say("There is no working key with this id; see `mynah token list`.");
      }
      return revoked ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
