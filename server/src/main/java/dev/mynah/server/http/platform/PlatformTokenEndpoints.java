package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.IssuedToken;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code /platform-tokens/}: keys that look after keys. */
final class PlatformTokenEndpoints {
  private static final String NAME = "platform token";

  private final PlatformCalls calls;
  private final TokenService tokens;

  PlatformTokenEndpoints(PlatformCalls calls, TokenService tokens) {
    this.calls = calls;
    this.tokens = tokens;
  }

  void addRoutes(RoutesConfig routes, String root) {
    routes.post(root + "/platform-tokens", this::make);
    Routes.get(routes, root + "/platform-tokens", this::list);
    Routes.get(routes, root + "/platform-tokens/me", this::showCaller);
    routes.delete(root + "/platform-tokens/{id}", this::revoke);
  }

  private void make(Context context) {
    Principal caller = calls.manager(context);
    KeyGrants grants = new KeyGrants(tokens.find(caller.tokenId()).orElseThrow());
    grants.requireMayMakePlatformTokens();
    KeySettings settings =
        KeySettings.of(NAME, grants.platformScopes()).withExpiresAt(grants.usualEnd());
    grants.requireCovers(settings);
    IssuedToken made = tokens.issue(new NewToken(KeyKind.PLATFORM, caller.ownerId(), settings));
    PlatformCalls.send(context, 201, Entities.platformToken(made.summary(), made.key()));
  }

  private void list(Context context) {
    Principal caller = calls.manager(context);
    Query query = new Query(context);
    List<PlatformWire.PlatformToken> found =
        tokens.list(PlatformCalls.owner(query, caller)).stream()
            .filter(PlatformTokenEndpoints::shown)
            .map(key -> Entities.platformToken(key, null))
            .toList();
    PlatformCalls.sendPage(context, query, query.oldestFirst() ? found.reversed() : found);
  }

  private void showCaller(Context context) {
    Principal caller = calls.manager(context);
    String owner = WireIds.shown(caller.ownerId());
    List<String> permissions = caller.scopes().stream().sorted().map(Scope::written).toList();
    PlatformCalls.send(context, 200, new PlatformWire.Subject(owner, owner, permissions));
  }

  private void revoke(Context context) {
    Principal caller = calls.manager(context);
    String id = WireIds.ours(context.pathParam("id"));
    boolean revoked =
        tokens
                .find(id)
                .filter(key -> shown(key) && PlatformCalls.mayAsk(caller, key.ownerId()))
                .isPresent()
            && tokens.revoke(id);
    if (!revoked) {
      throw MynahException.of(ErrorCode.NOT_FOUND, "There is no such platform token.");
    }
    PlatformCalls.send(context, 200, new PlatformWire.Deleted(WireIds.shown(id), true));
  }

  private static boolean shown(TokenSummary key) {
    return key.kind() == KeyKind.PLATFORM && key.revokedAt() == null;
  }
}
