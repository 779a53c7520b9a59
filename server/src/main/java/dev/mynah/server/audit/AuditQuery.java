package dev.mynah.server.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events to list, the newest first. What is null does not narrow the list.
 *
 * @param action only this, or all that begin with it and a dot: {@code voice} finds {@code
 *     voice.erase}
 * @param subjectId only what was done to this
 * @param ownerId only what this account did
 * @param from only what was done then or later
 * @param to only what was done before
 * @param limit how many at most, 1 to {@link #MAX_LIMIT}
 * @param offset how many of the newest to leave out
 */
public record AuditQuery(
    @Nullable String action,
    @Nullable String subjectId,
    @Nullable String ownerId,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit,
    int offset) {
  public static final int MAX_LIMIT = 1000;

  public AuditQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ": " + limit);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative: " + offset);
    }
  }

  /** The newest events of all kinds. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(null, null, null, null, null, limit, 0);
  }

  /** What was done to one thing. */
  public static AuditQuery of(Subject subject) {
    return new AuditQuery(null, subject.id(), null, null, null, MAX_LIMIT, 0);
  }
}
