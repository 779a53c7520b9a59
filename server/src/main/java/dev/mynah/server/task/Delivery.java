package dev.mynah.server.task;

import org.jspecify.annotations.Nullable;

/**
 * How the caller wants to hear of the outcome.
 *
 * @param callbackUrl where to POST it, or null
 * @param async whether the caller goes away at once and asks for the task later
 */
public record Delivery(@Nullable String callbackUrl, boolean async) {
  /** The caller waits for the answer. */
  public static final Delivery WAIT = new Delivery(null, false);
}
