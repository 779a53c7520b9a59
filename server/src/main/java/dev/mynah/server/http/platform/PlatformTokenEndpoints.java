package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
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
  private final KeyMaker maker;

  PlatformTokenEndpoints(PlatformCalls calls, TokenService tokens, KeyMaker maker) {
    this.calls = calls;
    this.tokens = tokens;
    this.maker = maker;
  }

  void addRoutes(RoutesConfig routes, String root) {
    routes.post(root + "/platform-tokens", this::make);
    Routes.get(routes, root + "/platform-tokens", this::list);
    Routes.get(routes, root + "/platform-tokens/me", this::showCaller);
    routes.delete(root + "/platform-tokens/{id}", this::revoke);
  }

  private void make(Context context) {
    Principal caller = calls.manager(context);
    JsonFields body = calls.body(context);
    KeyMaker.Made made = maker.make(context, body.node(), caller, () -> order(caller));
    PlatformCalls.send(context, 201, Entities.platformToken(made.key(), made.secret()));
  }

  private NewToken order(Principal caller) {
    KeyGrants grants = grants(caller);
    grants.requireMayMakePlatformTokens();
    KeySettings settings =
        KeySettings.of(NAME, grants.platformScopes()).withExpiresAt(grants.usualEnd());
    grants.requireCovers(settings);
    return new NewToken(KeyKind.PLATFORM, caller.ownerId(), settings);
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
    TokenSummary key =
        tokens
            .find(id)
            .filter(found -> shown(found) && PlatformCalls.mayAsk(caller, found.ownerId()))
            .orElseThrow(PlatformTokenEndpoints::missing);
    grants(caller).requireMayChange(id, key.settings());
    if (!tokens.revoke(id, caller.actor())) {
      throw missing();
    }
    PlatformCalls.send(context, 200, new PlatformWire.Deleted(WireIds.shown(id), true));
  }

  private KeyGrants grants(Principal caller) {
    return new KeyGrants(tokens.find(caller.tokenId()).orElseThrow());
  }

  private static MynahException missing() {
    return MynahException.of(ErrorCode.NOT_FOUND, "There is no such platform token.");
  }

  private static boolean shown(TokenSummary key) {
    return key.kind() == KeyKind.PLATFORM && key.revokedAt() == null;
  }
}
