package dev.mynah.server.app.command;

import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.TokenService;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a key. */
@Command(
    name = "create",
    description = "Makes an API key and prints it. It can't be shown again.",
    footer = {
      "",
      "Examples:",
      "  mynah token create --name laptop",
      "  mynah token create --name kiosk --scopes speak --expires 30d --credit 100000",
      "  mynah token create --name console --platform"
    })
final class TokenCreateCommand extends TokenCommand.OnTokens {
  private static final String USUAL_SCOPES = "speak,clone,manage";

  @Option(names = "--name", required = true, description = "What uses it, e.g. laptop.")
  private String name = "";

  @Option(
      names = "--scopes",
      paramLabel = "SCOPE[,SCOPE...]",
      description = "What it may do: speak, clone, manage, admin (default: speak,clone,manage).")
  private @Nullable String scopes;

  @Option(
      names = "--owner",
      paramLabel = "ID",
      description =
          "Owner id whose voices it shares, as `mynah token list` shows it (default: an owner of"
              + " its own).")
  private @Nullable String owner;

  @Option(names = "--expires", paramLabel = "TIME", description = "Life, e.g. 30d or 12h.")
  private @Nullable String expires;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests it may have in flight; 0 for any number (default: the server's).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--credit",
      paramLabel = "N",
      description = "Credits it may use in all (default: any number).")
  private @Nullable Long credit;

  @Option(
      names = "--platform",
      description = "A platform-v1- key, which looks after keys and does nothing else.")
  private boolean platform;

  TokenCreateCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(TokenService tokens) {
    String usual = platform ? "manage" : USUAL_SCOPES;
    KeySettings settings =
        new KeySettings(
            name, scopes(scopes == null ? usual : scopes), expiry(), concurrency, credit);
    KeyKind kind = platform ? KeyKind.PLATFORM : KeyKind.SERVICE;
    print(tokens.issue(new NewToken(kind, owner, settings)));
    return ExitCode.OK;
  }

  private @Nullable Instant expiry() {
    if (expires == null) {
      return null;
    }
    // A bare number has always been a number of days here.
    String written = expires.matches("\\d+") ? expires + "d" : expires;
    return context()
        .clock()
        .instant()
        .plus(
            TimeSpans.read(written)
                .filter(span -> !span.isZero())
                .orElseThrow(
                    () ->
                        wrong(
                            "--expires must be a number of days or another time, e.g. 30d or 12h; it"
                                + " is \""
                                + expires
                                + "\".")));
  }
}
