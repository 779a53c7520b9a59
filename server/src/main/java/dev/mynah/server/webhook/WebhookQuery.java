package dev.mynah.server.webhook;

import dev.mynah.server.webhook.WebhookDelivery.State;
import org.jspecify.annotations.Nullable;

/**
 * Which callbacks to look at, the newest first.
 *
 * @param ownerId of this owner only, or null for all
 * @param state only those in this state, or null
 * @param taskId of this task only, or null
 * @param limit callbacks on a page, 1 to {@link #MAX_LIMIT}
 * @param offset how many to leave out, from the newest
 */
public record WebhookQuery(
    @Nullable String ownerId,
    @Nullable State state,
    @Nullable String taskId,
    int limit,
    long offset) {
  public static final int MAX_LIMIT = 200;

  public WebhookQuery {
    if (limit < 1 || limit > MAX_LIMIT || offset < 0) {
      throw new IllegalArgumentException("no such part: " + limit + " from " + offset);
    }
  }

  /** Returns the callbacks of one task, whoever it belongs to. */
  public static WebhookQuery ofTask(String taskId) {
    return new WebhookQuery(null, null, taskId, MAX_LIMIT, 0);
  }
}
