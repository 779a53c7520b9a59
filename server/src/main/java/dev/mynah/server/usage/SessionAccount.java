package dev.mynah.server.usage;

import dev.mynah.server.task.Price;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import java.time.Instant;

/**
 * What a session of speech has come to.
 *
 * @param id of the session, at most 36 characters
 * @param traceId UUID of the request
 * @param type what is asked for
 * @param principal who pays
 * @param paid what was spoken and is paid for
 * @param reserved credits set aside for the text under way
 * @param startedAt when it began
 */
public record SessionAccount(
    String id,
    String traceId,
    TaskType type,
    Principal principal,
    Price paid,
    long reserved,
    Instant startedAt) {

  /** Returns the same after some of what was set aside was paid and the rest given back. */
  SessionAccount paying(Price price) {
    Price all = new Price(paid.units() + price.units(), paid.credits() + price.credits());
    return new SessionAccount(id, traceId, type, principal, all, 0, startedAt);
  }

  /** Returns the same with other credits set aside. */
  SessionAccount reserving(long credits) {
    return new SessionAccount(id, traceId, type, principal, paid, credits, startedAt);
  }
}
