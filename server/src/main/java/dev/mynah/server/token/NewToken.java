package dev.mynah.server.token;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param name what people call it, e.g. the program that will use it
 * @param ownerId whom its voices will belong to, or null for an owner of its own
 * @param scopes what it may do, not empty
 * @param expiresAt when it stops working, or null for never
 */
public record NewToken(
    String name, @Nullable String ownerId, Set<Scope> scopes, @Nullable Instant expiresAt) {
  public NewToken {
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("a key needs at least one scope");
    }
    scopes = Set.copyOf(scopes);
  }
}
