package dev.mynah.server.webhook;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.task.WorkQueue;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps each lane's queue entry where it belongs: there is one exactly while a callback waits, and
 * it comes up when the next one may be sent.
 *
 * <p>An entry that is being worked on can't be moved. So a lane names its entry, and an entry its
 * lane doesn't name any more stands for nothing: to wake a lane early, a new entry takes the place
 * of the old one. Whoever looks at a lane to change its entry holds the lane's row; a callback put
 * down in the same moment is therefore either seen by the worker that is about to retire, or finds
 * the lane without an entry.
 */
final class Lanes {
  private final LaneRepository lanes = new LaneRepository();
  private final WebhookRepository deliveries = new WebhookRepository();
  private final WorkQueue queue;
  private final IdSource ids;
  private final Clock clock;

  Lanes(WorkQueue queue, IdSource ids, Clock clock) {
    this.queue = queue;
    this.ids = ids;
    this.clock = clock;
  }

  /** Sees to it that a callback due now is sent as soon as its lane is open. */
  void wake(Transaction transaction, String ownerId, String receiver) {
    wake(transaction, lanes.lock(transaction, ownerId, receiver));
  }

  /** Like {@link #wake}, and opens the lane: somebody knows that the receiver is back. */
  void reopen(Transaction transaction, String ownerId, String receiver) {
    Lane lane = lanes.lock(transaction, ownerId, receiver);
    lanes.setHealth(transaction, lane, 0, Instant.EPOCH);
    wake(
        transaction, new Lane(ownerId, receiver, lane.entryId(), lane.wakesAt(), 0, Instant.EPOCH));
  }

  private void wake(Transaction transaction, Lane lane) {
    Instant time = later(clock.instant(), lane.closedUntil());
    String old = lane.entryId();
    if (old != null) {
      boolean asleep = lane.wakesAt() != null && lane.wakesAt().isAfter(time);
      if (!asleep) {
        return; // it comes up in time, or is being worked on and will look again
      }
      queue.withdraw(transaction, old);
    }
    String entry = ids.hex();
    queue.add(transaction, entry, time);
    lanes.setEntry(transaction, lane, entry, time);
  }

  /**
   * Ends the work on an entry.
   *
   * @return when it is to come up again; empty if it has nothing to stand for any more
   */
  Optional<Instant> rest(Transaction transaction, String entryId) {
    Lane lane = lanes.lock(transaction, entryId).orElse(null);
    if (lane == null) {
      return Optional.empty();
    }
    Optional<Instant> next =
        deliveries.nextTime(transaction, lane).map(time -> later(time, lane.closedUntil()));
    lanes.setEntry(transaction, lane, next.isEmpty() ? null : entryId, next.orElse(null));
    return next;
  }

  Optional<Lane> find(Transaction transaction, String entryId) {
    return lanes.find(transaction, entryId);
  }

  /** Returns a lane as it is now, which nobody else changes until the transaction ends. */
  Lane lock(Transaction transaction, Lane lane) {
    return lanes.lock(transaction, lane.ownerId(), lane.receiver());
  }

  /** Notes that the receiver is up. */
  void open(Transaction transaction, Lane lane) {
    lanes.setHealth(transaction, lane, 0, Instant.EPOCH);
  }

  /** Notes that the receiver is down. */
  void close(Transaction transaction, Lane lane, int failures, Instant until) {
    lanes.setHealth(transaction, lane, failures, until);
  }

  int deleteIdle(Transaction transaction) {
    return lanes.deleteIdle(transaction, clock.instant());
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
