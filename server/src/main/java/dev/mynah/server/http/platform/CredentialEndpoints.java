package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.IssuedToken;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/** {@code /credentials/}: keys of ours, as the service this dialect comes from calls them. */
final class CredentialEndpoints {
  private static final int MAX_ID_CHARS = 200;
  private static final long MAX_GRACE_SECONDS = Duration.ofDays(30).toSeconds();

  private final PlatformCalls calls;
  private final TokenService tokens;
  private final KeyMaker maker;
  private final CredentialOrders orders;

  CredentialEndpoints(
      PlatformCalls calls, TokenService tokens, KeyMaker maker, CredentialOrders orders) {
    this.calls = calls;
    this.tokens = tokens;
    this.maker = maker;
    this.orders = orders;
  }

  void addRoutes(RoutesConfig routes, String root) {
    Routes.get(routes, root + "/credentials", this::list);
    routes.post(root + "/credentials", this::make);
    Routes.get(routes, root + "/credentials/{id}", this::show);
    routes.patch(root + "/credentials/{id}", this::change);
    routes.delete(root + "/credentials/{id}", this::revoke);
    routes.post(root + "/credentials/{id}/rotate", this::rotate);
  }

  private void list(Context context) {
    Principal caller = calls.manager(context);
    Query query = new Query(context);
    String owner = PlatformCalls.owner(query, caller);
    List<String> applications = query.ids("application_id");
    boolean none =
        !(applications.isEmpty() || applications.contains(owner))
            || !query.texts("host").isEmpty() // no key of ours is bound to a host
            || query.text("granted").orElse("false").equals("true"); // or lent to another user
    List<PlatformWire.Credential> found =
        (none ? List.<TokenSummary>of() : tokens.list(owner))
            .stream()
                .filter(CredentialEndpoints::shown)
                .map(key -> Entities.credential(key, null))
                .toList();
    PlatformCalls.sendPage(context, query, query.oldestFirst() ? found.reversed() : found);
  }

  private void show(Context context) {
    TokenSummary key = find(context, calls.manager(context));
    PlatformCalls.send(context, 200, Entities.credential(key, null));
  }

  private void make(Context context) {
    Principal caller = calls.manager(context);
    JsonFields body = calls.body(context);
    KeyMaker.Made made = maker.make(context, body.node(), caller, () -> order(body, caller));
    PlatformCalls.send(context, 201, Entities.credential(made.key(), made.secret()));
  }

  private NewToken order(JsonFields body, Principal caller) {
    String owner = WireIds.ours(body.requiredText("application_id", MAX_ID_CHARS));
    if (!PlatformCalls.mayAsk(caller, owner) || tokens.list(owner).isEmpty()) {
      throw ApplicationEndpoints.missing();
    }
    KeyGrants grants = grants(caller);
    KeySettings settings = orders.made(body, grants);
    grants.requireCovers(settings);
    return new NewToken(KeyKind.SERVICE, owner, settings);
  }

  private void change(Context context) {
    Principal caller = calls.manager(context);
    KeyGrants grants = grants(caller);
    TokenSummary key = find(context, caller);
    JsonFields body = calls.body(context);
    TokenSummary changed =
        tokens.update(
            key.id(),
            settings -> {
              grants.requireMayChange(key.id(), settings);
              KeySettings wanted = orders.changed(settings, body, grants);
              grants.requireCovers(wanted);
              return wanted;
            },
            caller.actor());
    PlatformCalls.send(context, 200, Entities.credential(changed, null));
  }

  private void revoke(Context context) {
    Principal caller = calls.manager(context);
    TokenSummary key = find(context, caller);
    grants(caller).requireMayChange(key.id(), key.settings());
    if (!tokens.revoke(key.id(), caller.actor())) {
      throw missing();
    }
    PlatformCalls.send(context, 200, new PlatformWire.Deleted(WireIds.shown(key.id()), true));
  }

  private void rotate(Context context) {
    Principal caller = calls.manager(context);
    TokenSummary key = find(context, caller);
    grants(caller).requireMayHold(key);
    JsonFields body = calls.body(context);
    long grace = body.whole("grace_seconds", 0, MAX_GRACE_SECONDS).orElse(0);
    IssuedToken rotated = tokens.rotate(key.id(), Duration.ofSeconds(grace), caller.actor());
    PlatformCalls.send(context, 200, Entities.credential(rotated.summary(), rotated.key()));
  }

  private KeyGrants grants(Principal caller) {
    return new KeyGrants(tokens.find(caller.tokenId()).orElseThrow());
  }

  /** Returns a key the caller may look after; missing and foreign are the same. */
  private TokenSummary find(Context context, Principal caller) {
    return tokens
        .find(WireIds.ours(context.pathParam("id")))
        .filter(key -> shown(key) && PlatformCalls.mayAsk(caller, key.ownerId()))
        .orElseThrow(CredentialEndpoints::missing);
  }

  private static boolean shown(TokenSummary key) {
    return key.kind() == KeyKind.SERVICE && key.revokedAt() == null;
  }

  private static MynahException missing() {
    return MynahException.of(ErrorCode.NOT_FOUND, "There is no such credential.");
  }
}
