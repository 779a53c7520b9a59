package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.webhook.WebhookSecret;
import dev.mynah.server.webhook.WebhookSecrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with the secrets that sign callbacks. */
final class WebhookSecretCommands {
  private WebhookSecretCommands() {}

  abstract static class OnSecrets extends DatabaseCommand {
    @Parameters(paramLabel = "KEY", description = "Id of the API key, as `mynah token list` shows.")
    private String tokenId = "";

    OnSecrets(CommandContext context) {
      super(context);
    }

    @Override
    final int run(Database database, Configuration configuration) {
      SecureRandom random = new SecureRandom();
      TokenService tokens =
          new TokenService(database, IdSource.random(), random, context().clock());
      if (tokens.list().stream().noneMatch(token -> token.id().equals(tokenId))) {
        throw MynahException.of(
            ErrorCode.NOT_FOUND, "There is no key with this id; see `mynah token list`.");
      }
      print(run(new WebhookSecrets(database, random, context().clock()), tokenId));
      return ExitCode.OK;
    }

    abstract List<WebhookSecret> run(WebhookSecrets secrets, String key);

    private void print(List<WebhookSecret> secrets) {
      if (json()) {
        ObjectNode json = terminal().newObject().put("key", tokenId);
        ArrayNode list = json.putArray("secrets");
        secrets.forEach(
            secret ->
                list.addObject()
                    .put("secret", secret.text())
                    .put("created_at", secret.createdAt().toString())
                    .put("retires_at", text(secret.retiresAt())));
        terminal().printJson(json);
        return;
      }
      for (WebhookSecret secret : secrets) {
        Instant end = secret.retiresAt();
        terminal().print(secret.text());
        if (end != null) {
          terminal().say("The secret above was replaced; it goes on signing until " + end + ".");
        }
      }
    }

    private static @Nullable String text(@Nullable Instant time) {
      return time == null ? null : time.toString();
    }
  }

  /** Shows a secret. */
  @Command(
      name = "show",
      description =
          "Prints the secret that signs the callbacks of an API key, and makes it if there is"
              + " none. While it is being replaced there are two.",
      footer = {"", "Example:", "  mynah webhooks secret show 5a3c0f7e..."})
  static final class Show extends OnSecrets {
    Show(CommandContext context) {
      super(context);
    }

    @Override
    List<WebhookSecret> run(WebhookSecrets secrets, String key) {
      return secrets.active(key);
    }
  }

  /** Replaces a secret. */
  @Command(
      name = "rotate",
      description =
          "Makes a new secret for an API key and prints it. For a time callbacks are signed with"
              + " both, so that receivers can be given the new one.",
      footer = {
        "",
        "Examples:",
        "  mynah webhooks secret rotate 5a3c0f7e...",
        "  mynah webhooks secret rotate 5a3c0f7e... --grace 0s"
      })
  static final class Rotate extends OnSecrets {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Duration> UNITS =
        Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    @Option(
        names = "--grace",
        paramLabel = "TIME",
        description =
            "How long the old secret goes on signing, e.g. 7d or 0s (default: ${DEFAULT-VALUE}).",
        defaultValue = "24h")
    private String grace = "";

    @Spec private @Nullable CommandSpec spec;

    Rotate(CommandContext context) {
      super(context);
    }

    @Override
    List<WebhookSecret> run(WebhookSecrets secrets, String key) {
      return secrets.rotate(key, parsedGrace());
    }

    private Duration parsedGrace() {
      Matcher matcher = TIME.matcher(grace);
      Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
      if (unit == null) {
        String message =
            "--grace must be a time with its unit: s, m, h or d, e.g. 24h; it is \""
                + grace
                + "\".";
        throw spec == null
            ? new IllegalStateException(message)
            : new ParameterException(spec.commandLine(), message);
      }
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }
  }
}
