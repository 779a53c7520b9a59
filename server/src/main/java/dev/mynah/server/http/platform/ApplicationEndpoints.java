package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.RequestKeys;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.IdempotencyKey;
import dev.mynah.server.task.IdempotencyKeys.Subject;
import dev.mynah.server.task.OnceOnly;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /applications/}: an owner's use of the service. There is exactly one to each owner from
 * the first key on, so making one gives the one there is.
 */
final class ApplicationEndpoints {
  private static final String USAGE = "Usage";
  private static final String INDIVIDUAL = "Individual";
  private static final List<String> TYPES = List.of(USAGE, "Period");
  private static final List<String> SCOPES = List.of(INDIVIDUAL, "Global");
  private static final String SUBJECT = "application";
  private static final int MAX_ID_CHARS = 200;

  private final PlatformCalls calls;
  private final TokenService tokens;
  private final OnceOnly once;
  private final Clock clock;

  ApplicationEndpoints(PlatformCalls calls, TokenService tokens, OnceOnly once, Clock clock) {
    this.calls = calls;
    this.tokens = tokens;
    this.once = once;
    this.clock = clock;
  }

  void addRoutes(RoutesConfig routes, String root) {
    Routes.get(routes, root + "/applications", this::list);
    routes.post(root + "/applications", this::make);
    Routes.get(routes, root + "/applications/{id}", this::show);
  }

  private void list(Context context) {
    Principal caller = calls.manager(context);
    Query query = new Query(context);
    String scope = query.text("scope").orElse(INDIVIDUAL);
    boolean ofUse =
        query.text("type").orElse(USAGE).equals(USAGE)
            && SCOPES.contains(scope)
            && query.texts("service_id").stream().allMatch(PlatformWire.Service::isFish);
    List<PlatformWire.Application> found =
        (ofUse ? owners(query, caller) : List.<String>of())
            .stream().flatMap(owner -> application(owner, scope).stream()).toList();
    PlatformCalls.sendPage(context, query, found);
  }

  /** Without a user only administrators are answered: they may ask for everybody's. */
  private List<String> owners(Query query, Principal caller) {
    if (query.text("user_id").isPresent()) {
      return List.of(PlatformCalls.owner(query, caller));
    }
    if (!caller.has(Scope.ADMIN)) {
      throw PlatformCalls.forbidden();
    }
    return tokens.list().stream().map(TokenSummary::ownerId).distinct().toList();
  }

  private void make(Context context) {
    Principal caller = calls.manager(context);
    JsonFields body = calls.body(context);
    if (body.choice("type", TYPES).orElse(USAGE).equals("Period")) {
      throw body.wrong("type", "must be Usage: there are no periods to buy here");
    }
    String scope = body.choice("scope", SCOPES).orElse(INDIVIDUAL);
    Optional<String> service = body.text("service_id", MAX_ID_CHARS);
    if (service.isEmpty() && scope.equals(INDIVIDUAL)) {
      throw body.wrong("service_id", "is required");
    }
    if (service.isPresent() && !PlatformWire.Service.isFish(service.get())) {
      throw MynahException.of(ErrorCode.NOT_FOUND, "There is no such service.");
    }
    PlatformWire.Application made =
        application(caller.ownerId(), scope).orElseThrow(ApplicationEndpoints::missing);
    putDown(RequestKeys.of(context, body.node()), caller);
    PlatformCalls.send(context, 201, made);
  }

  /** Repeating the request gives the same anyway; the key tells it from another request. */
  private void putDown(@Nullable IdempotencyKey key, Principal caller) {
    if (key != null) {
      Subject subject = new Subject(SUBJECT, caller.ownerId());
      var unused = once.make(key, subject, caller, (transaction, id) -> true, transaction -> {});
    }
  }

  private void show(Context context) {
    Principal caller = calls.manager(context);
    String owner = WireIds.ours(context.pathParam("id"));
    PlatformCalls.send(
        context,
        200,
        Optional.of(owner)
            .filter(id -> PlatformCalls.mayAsk(caller, id))
            .flatMap(id -> application(id, INDIVIDUAL))
            .orElseThrow(ApplicationEndpoints::missing));
  }

  private Optional<PlatformWire.Application> application(String owner, String scope) {
    List<TokenSummary> keys = tokens.list(owner);
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Entities.application(
                owner,
                keys.stream().filter(key -> key.kind() == KeyKind.SERVICE).toList(),
                scope,
                clock.instant()));
  }

  static MynahException missing() {
    return MynahException.of(ErrorCode.NOT_FOUND, "There is no such application.");
  }
}
