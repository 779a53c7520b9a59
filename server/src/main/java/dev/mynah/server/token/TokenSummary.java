package dev.mynah.server.token;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a key.
 *
 * @param id 32 hex digits
 * @param ownerId whom its voices belong to
 * @param name what people call it
 * @param prefix its first characters, enough to recognise it by and no help in guessing it
 * @param scopes what it may do
 * @param createdAt when it was made
 * @param expiresAt when it stops working, or null for never
 * @param revokedAt when it was revoked, or null while it works
 */
public record TokenSummary(
    String id,
    String ownerId,
    String name,
    String prefix,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {
  public TokenSummary {
    scopes = Set.copyOf(scopes);
  }
}
