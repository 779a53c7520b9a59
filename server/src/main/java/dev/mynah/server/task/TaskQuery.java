package dev.mynah.server.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the caller's own history of tasks to show, the newest first.
 *
 * @param type only of this type, or null
 * @param state only those that have come so far, or null
 * @param from only those accepted then or later, or null
 * @param to only those accepted then or earlier, or null
 * @param limit 1 to {@link #MAX_LIMIT}
 * @param offset how many to leave out, from the newest
 */
public record TaskQuery(
    @Nullable TaskType type,
    @Nullable TaskState state,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit,
    long offset) {
  public static final int MAX_LIMIT = 100;

  public TaskQuery {
    if (limit < 1 || limit > MAX_LIMIT || offset < 0) {
      throw new IllegalArgumentException("no such part: " + limit + " from " + offset);
    }
  }
}
