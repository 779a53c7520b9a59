package dev.mynah.server.token;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param kind what it is for
 * @param ownerId whom its voices will belong to, or null for an owner of its own
 * @param settings what may be changed later
 */
public record NewToken(KeyKind kind, @Nullable String ownerId, KeySettings settings) {

  /** A service key without limits. */
  public NewToken(
      String name, @Nullable String ownerId, Set<Scope> scopes, @Nullable Instant expiresAt) {
    this(KeyKind.SERVICE, ownerId, KeySettings.of(name, scopes).withExpiresAt(expiresAt));
  }
}
