package dev.mynah.server.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A callback to be sent, or sent.
 *
 * @param id 32 hex digits, sent as {@code webhook-id} with every try so that receivers can tell a
 *     repetition
 * @param taskId whose outcome it tells
 * @param url where it goes
 * @param state how far it has come
 * @param body JSON as sent at the first try, null before it
 * @param attempts tries so far
 * @param lastStatus HTTP status of the last answer, null if none came
 * @param lastError kind of the last failure to reach the receiver, null if it answered
 * @param createdAt when the task ended
 */
record WebhookDelivery(
    String id,
    String taskId,
    String url,
    State state,
    @Nullable String body,
    int attempts,
    @Nullable Integer lastStatus,
    @Nullable String lastError,
    Instant createdAt) {

  enum State {
    PENDING,
    DELIVERED,
    /** Every try failed; kept for a look and a later repetition. */
    DEAD
  }
}
