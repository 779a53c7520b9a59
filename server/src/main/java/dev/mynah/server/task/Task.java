package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work a caller asked for.
 *
 * @param id UUID
 * @param traceId UUID of the request that asked for it
 * @param ownerId whom it belongs to
 * @param tokenId the key it was asked for with
 * @param type what was asked for
 * @param request the body as it was sent
 * @param price what it is worth; its credits are charged if it succeeds
 * @param state how far it has come
 * @param result how it ended, null until it has
 * @param createdAt when it was accepted
 * @param startedAt when work on it first began, null until it has
 * @param finishedAt when it ended, null until it has
 */
public record Task(
    String id,
    String traceId,
    String ownerId,
    String tokenId,
    TaskType type,
    JsonNode request,
    Price price,
    TaskState state,
    @Nullable TaskResult result,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** The clock may be set back while a task is worked on; even so none ends before it began. */
  public Task {
    startedAt = notBefore(createdAt, startedAt);
    finishedAt = notBefore(startedAt == null ? createdAt : startedAt, finishedAt);
  }

  private static @Nullable Instant notBefore(Instant earliest, @Nullable Instant time) {
    return time != null && time.isBefore(earliest) ? earliest : time;
  }

  /** Returns the credits charged if it succeeds; 0 for free. */
  public long credits() {
    return price.credits();
  }
}
