package dev.mynah.server.http.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /console/api/session}: who calls, and what this server is. */
public final class SessionEndpoint implements ConsoleEndpoints {
  private final ConsoleCalls calls;
  private final TokenService tokens;
  private final ServerFacts facts;

  public SessionEndpoint(ConsoleCalls calls, TokenService tokens, ServerFacts facts) {
    this.calls = calls;
    this.tokens = tokens;
    this.facts = facts;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, "/console/api/session", this::answer);
  }

  private void answer(Context context) {
    Principal caller = calls.caller(context);
    TokenSummary key =
        tokens
            .find(caller.tokenId())
            .orElseThrow(
                () ->
                    MynahException.of(ErrorCode.TOKEN_INVALID, "This key has just been deleted."));
    List<String> scopes = caller.scopes().stream().sorted().map(Scope::written).toList();
    ConsoleCalls.send(context, 200, new Session(caller.ownerId(), KeyFacts.of(key), scopes, facts));
  }

  private record Session(String owner, KeyFacts key, List<String> scopes, ServerFacts server) {}

  /** The caller's key; null stands for no limit. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record KeyFacts(
      String id,
      String name,
      String prefix,
      @JsonProperty("expires_at") @Nullable String expiresAt,
      @JsonProperty("credit_left") @Nullable Long creditLeft) {

    static KeyFacts of(TokenSummary key) {
      return new KeyFacts(
          key.id(),
          key.name(),
          key.prefix(),
          key.expiresAt() == null ? null : key.expiresAt().toString(),
          key.creditLeft());
    }
  }
}
