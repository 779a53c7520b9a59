package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a piece of work, the same whatever the work is.
 *
 * @param type what is asked for, and where
 * @param request the body as it was sent, shown again when the task is asked for
 * @param traceId UUID of the request, shown in its answer, its task and its callback
 * @param delivery how the caller wants to hear of the outcome
 * @param price what it is worth; whoever takes the order sets it
 * @param idempotencyKey what the caller calls this very request, so that repeating it does nothing
 *     twice; null for nothing
 */
public record TaskOrder(
    TaskType type,
    JsonNode request,
    String traceId,
    Delivery delivery,
    Price price,
    @Nullable IdempotencyKey idempotencyKey) {

  /** An order not priced yet, without a key for repeats. */
  public TaskOrder(TaskType type, JsonNode request, String traceId, Delivery delivery) {
    this(type, request, traceId, delivery, Price.FREE, null);
  }

  /** Returns the credits charged if it succeeds; 0 for free. */
  public long credits() {
    return price.credits();
  }

  /** Returns the same at another price. */
  public TaskOrder withPrice(Price other) {
    return new TaskOrder(type, request, traceId, delivery, other, idempotencyKey);
  }

  /** Returns the same under another key for repeats. */
  public TaskOrder withIdempotencyKey(@Nullable IdempotencyKey other) {
    return new TaskOrder(type, request, traceId, delivery, price, other);
  }
}
