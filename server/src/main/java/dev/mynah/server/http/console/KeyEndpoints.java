package dev.mynah.server.http.console;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.webhook.WebhookSecrets;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Keys with their limits and last use, and what signs their callbacks. Making, changing, rotating
 * and revoking them is {@code /api/v1/credentials/}'s.
 */
public final class KeyEndpoints implements ConsoleEndpoints {
  private static final String KEYS = "/console/api/keys";
  private static final long USUAL_GRACE_SECONDS = Duration.ofHours(24).toSeconds();
  private static final long MAX_GRACE_SECONDS = Duration.ofDays(30).toSeconds();

  private final ConsoleCalls calls;
  private final TokenService tokens;
  private final UsageHistory usage;
  private final WebhookSecrets secrets;
  private final Clock clock;

  public KeyEndpoints(
      ConsoleCalls calls,
      TokenService tokens,
      UsageHistory usage,
      WebhookSecrets secrets,
      Clock clock) {
    this.calls = calls;
    this.tokens = tokens;
    this.usage = usage;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, KEYS, this::list);
    Routes.get(routes, KEYS + "/{id}/signing-secret", this::secret);
    routes.post(KEYS + "/{id}/signing-secret/rotate", this::rotateSecret);
  }

  private void list(Context context) {
    Principal caller = manager(context);
    Query query = new Query(context);
    String owner = ManageCalls.owner(query, caller);
    boolean revoked = query.flag("revoked");
    List<TokenSummary> all =
        (owner == null ? tokens.list() : tokens.list(owner))
            .stream().filter(key -> revoked || key.revokedAt() == null).toList();
    int from = Math.min(query.offset(), all.size());
    List<TokenSummary> shown = all.subList(from, Math.min(from + query.limit(), all.size()));
    Map<String, Instant> lastUse = usage.lastUse(shown.stream().map(TokenSummary::id).toList());
    Instant now = clock.instant();
    ConsoleCalls.send(
        context,
        200,
        new ManageWire.Keys(
            all.size(),
            WireIds.shown(caller.ownerId()),
            shown.stream()
                .map(key -> ManageEntities.key(key, caller.tokenId(), lastUse.get(key.id()), now))
                .toList()));
  }

  private void secret(Context context) {
    TokenSummary key = find(context, manager(context));
    ConsoleCalls.send(context, 200, ManageEntities.secrets(key.id(), secrets.active(key.id())));
  }

  private void rotateSecret(Context context) {
    TokenSummary key = find(context, manager(context));
    JsonFields body = calls.body(context, BodyRules.SMALL);
    long grace = body.whole("grace_seconds", 0, MAX_GRACE_SECONDS).orElse(USUAL_GRACE_SECONDS);
    ConsoleCalls.send(
        context,
        200,
        ManageEntities.secrets(key.id(), secrets.rotate(key.id(), Duration.ofSeconds(grace))));
  }

  private Principal manager(Context context) {
    Principal caller = calls.caller(context);
    ManageCalls.requireManager(caller);
    return caller;
  }

  /** Returns a key whose tasks may have callbacks; missing and foreign are the same. */
  private TokenSummary find(Context context, Principal caller) {
    return tokens
        .find(WireIds.ours(context.pathParam("id")))
        .filter(key -> key.kind() == KeyKind.SERVICE)
        .filter(key -> ManageCalls.mayAsk(caller, key.ownerId()))
        .orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "There is no such key."));
  }
}
