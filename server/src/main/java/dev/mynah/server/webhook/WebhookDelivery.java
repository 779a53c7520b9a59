package dev.mynah.server.webhook;

import dev.mynah.server.task.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A callback to be sent, or sent.
 *
 * @param id 32 hex digits, sent as {@code webhook-id} with every try so that receivers can tell a
 *     repetition
 * @param origin the task whose outcome it tells; it may be gone
 * @param receiver scheme, host and port it goes to, the lane it waits in
 * @param url where it goes
 * @param state how far it has come
 * @param body JSON as sent at the first try, null before it
 * @param attempts tries so far
 * @param failures tries that failed since it was put down or replayed
 * @param nextAt when it is to be tried
 * @param expiresAt when it is given up: a try that fails then is the last one
 * @param lastTry how the last try went, null before it
 * @param createdAt when the task ended
 * @param finishedAt when it was delivered or given up, null until then
 */
public record WebhookDelivery(
    String id,
    Origin origin,
    String receiver,
    String url,
    State state,
    @Nullable String body,
    int attempts,
    int failures,
    Instant nextAt,
    Instant expiresAt,
    @Nullable LastTry lastTry,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /** How far a callback has come. */
  public enum State {
    PENDING,
    DELIVERED,
    /** Given up; kept for a look and a replay. */
    DEAD
  }

  /**
   * Where a callback comes from.
   *
   * @param taskId the task
   * @param traceId UUID of the request that asked for it
   * @param type what was asked for
   * @param ownerId whom it belongs to
   * @param tokenId the key it was asked for with, whose secret signs the callback
   */
  public record Origin(
      String taskId, String traceId, TaskType type, String ownerId, String tokenId) {}

  /**
   * How a try went.
   *
   * @param at when it was over
   * @param status HTTP status of the answer, null if none came
   * @param error kind of failure to reach the receiver, null if it answered
   * @param answer start of the answer's body, at most 1 KiB, without control characters; null if it
   *     had none
   */
  public record LastTry(
      Instant at, @Nullable Integer status, @Nullable String error, @Nullable String answer) {}

  /** Shows neither the body nor the URL, whose query may hold a secret. */
  @Override
  public String toString() {
    return "callback " + id + " of task " + origin.taskId() + ", " + state;
  }
}
