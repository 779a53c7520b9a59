package dev.mynah.server.http.platform;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Times;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a key is to be. Restrictions that can't be held here are refused, since a key that can
 * do more than its maker thinks is worse than none.
 */
final class CredentialOrders {
  private static final String USUAL_NAME = "credential";
  private static final int MAX_CHARS = 200;
  private static final int MAX_LIST = 20;
  private static final int MAX_CONCURRENCY = 100_000;

  /** What a key may do when nothing is said: what the service itself is for. */
  private static final Set<Scope> USUAL_SCOPES = EnumSet.of(Scope.SPEAK, Scope.CLONE);

  private final Clock clock;

  CredentialOrders(Clock clock) {
    this.clock = clock;
  }

  /** Returns the settings of a new key. */
  KeySettings made(JsonFields body, KeyGrants grants) {
    refuseUnknownRestrictions(body);
    Set<Scope> usual = EnumSet.copyOf(USUAL_SCOPES);
    usual.retainAll(grants.scopes());
    KeySettings plain = KeySettings.of(USUAL_NAME, usual).withExpiresAt(grants.usualEnd());
    return changed(plain, body, grants);
  }

  /** Returns settings with those changes that a body names; null takes a limit away. */
  KeySettings changed(KeySettings settings, JsonFields body, KeyGrants grants) {
    refuseUnknownRestrictions(body);
    KeySettings wanted = settings;
    Optional<String> name = body.text("name", MAX_CHARS).filter(text -> !text.isBlank());
    if (name.isPresent()) {
      wanted = wanted.withName(name.get().strip());
    }
    if (body.has("scopes")) {
      wanted = wanted.withScopes(scopes(body));
    }
    if (body.node().has("limited_amount")) {
      wanted = wanted.withCreditLimit(limit(body));
    }
    if (body.node().has("expired_at")) {
      wanted = wanted.withExpiresAt(end(body));
    }
    if (body.node().has("concurrency")) {
      grants.requireAdmin("concurrency");
      wanted = wanted.withConcurrency(concurrency(body));
    }
    return wanted;
  }

  private static void refuseUnknownRestrictions(JsonFields body) {
    if (body.text("type", MAX_CHARS).filter(type -> !type.equals("Token")).isPresent()) {
      throw body.wrong("type", "must be Token");
    }
    if (body.text("host", MAX_CHARS).filter(host -> !host.isBlank()).isPresent()) {
      throw body.wrong("host", "is not supported: keys here work from anywhere; leave it out");
    }
    if (body.text("for_user_id", MAX_CHARS).filter(user -> !user.isBlank()).isPresent()) {
      throw body.wrong("for_user_id", "is not supported: a key belongs to its application's owner");
    }
    if (!body.texts("allowed_api_ids", MAX_LIST, MAX_CHARS).isEmpty()) {
      throw body.wrong("allowed_api_ids", "is not supported; limit a key by scopes");
    }
  }

  private static Set<Scope> scopes(JsonFields body) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : body.texts("scopes", MAX_LIST, MAX_CHARS)) {
      List<Scope> named =
          List.of(Scope.values()).stream().filter(scope -> scope.written().equals(word)).toList();
      if (named.isEmpty()) {
        throw body.wrong("scopes", "may hold " + Scope.written(EnumSet.allOf(Scope.class)));
      }
      scopes.addAll(named);
    }
    if (scopes.isEmpty()) {
      throw body.wrong("scopes", "must name at least one scope");
    }
    return scopes;
  }

  private static @Nullable Long limit(JsonFields body) {
    return body.has("limited_amount")
        ? body.whole("limited_amount", 0, KeySettings.MAX_CREDIT).getAsLong()
        : null;
  }

  private static @Nullable Integer concurrency(JsonFields body) {
    return body.has("concurrency")
        ? (int) body.whole("concurrency", 0, MAX_CONCURRENCY).getAsLong()
        : null;
  }

  private @Nullable Instant end(JsonFields body) {
    Optional<String> text = body.text("expired_at", MAX_CHARS).filter(at -> !at.isBlank());
    if (text.isEmpty()) {
      return null;
    }
    MynahException wrong =
        body.wrong("expired_at", "must be a time to come, such as 2030-01-31T12:00:00Z");
    return Times.read(text.get())
        .filter(end -> end.isAfter(clock.instant()))
        .orElseThrow(() -> wrong);
  }
}
