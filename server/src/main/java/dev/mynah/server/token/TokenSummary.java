package dev.mynah.server.token;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a key.
 *
 * @param id 32 hex digits
 * @param kind what it is for
 * @param ownerId whom its voices belong to
 * @param prefix its first characters, enough to recognise it by and no help in guessing it
 * @param settings what may be changed of it
 * @param creditUsed credits charged so far
 * @param creditReserved credits of work that has not ended
 * @param createdAt when it was made
 * @param revokedAt when it was revoked, or null while it works
 */
public record TokenSummary(
    String id,
    KeyKind kind,
    String ownerId,
    String prefix,
    KeySettings settings,
    long creditUsed,
    long creditReserved,
    Instant createdAt,
    @Nullable Instant revokedAt) {

  /** Returns what people call it. */
  public String name() {
    return settings.name();
  }

  /** Returns what it may do. */
  public Set<Scope> scopes() {
    return settings.scopes();
  }

  /** Returns when it stops working, or null for never. */
  public @Nullable Instant expiresAt() {
    return settings.expiresAt();
  }

  /**
   * Returns the requests it may have in flight: null for the server's default, 0 for any number.
   */
  public @Nullable Integer concurrency() {
    return settings.concurrency();
  }

  /** Returns the credits it may use in all, or null for any number. */
  public @Nullable Long creditLimit() {
    return settings.creditLimit();
  }

  /**
   * Returns the credits it can still spend, or null for any number. Not below 0, even if the limit
   * was lowered beneath what is used.
   */
  public @Nullable Long creditLeft() {
    Long limit = settings.creditLimit();
    return limit == null ? null : Math.max(0, limit - creditUsed - creditReserved);
  }

  /** Whether its secret comes from the configuration, where alone it can be changed. */
  public boolean configured() {
    return id.equals(ConfiguredKey.ID);
  }

  /** Whether it opens anything at this moment. */
  public boolean worksAt(Instant time) {
    Instant end = settings.expiresAt();
    return revokedAt == null && (end == null || time.isBefore(end));
  }
}
