package dev.mynah.server.webhook;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of callbacks: what waits, what was delivered, what was given up and may be replayed.
 */
public final class Webhooks {
  /** The most callbacks one list may hold. */
  public static final int MAX_LISTED = 10_000;

  /** The most tries one look shows. */
  public static final int MAX_TRIES_SHOWN = 500;

  private static final int ROWS_AT_ONCE = 200;

  private final Database database;
  private final WebhookRepository deliveries = new WebhookRepository();
  private final WebhookTryRepository tries = new WebhookTryRepository();
  private final WebhookSecrets secrets;
  private final Lanes lanes;
  private final Duration lifetime;
  private final Clock clock;

  /**
   * @param queue the callback queue; it needn't have been started, for another process may work on
   *     it
   * @param lifetime how long a replayed callback is tried
   */
  public Webhooks(
      Database database,
      WebhookSecrets secrets,
      WorkQueue queue,
      Duration lifetime,
      IdSource ids,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.lanes = new Lanes(queue, ids, clock);
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /**
   * Returns callbacks, the newest first.
   *
   * @param state which, null for all
   * @param limit how many at most
   */
  public List<WebhookDelivery> list(@Nullable State state, int limit) {
    return database.read(
        transaction -> deliveries.list(transaction, state, Math.min(limit, MAX_LISTED)));
  }

  /** Returns a callback, empty if there is none of that id. */
  public Optional<WebhookDelivery> find(String id) {
    return database.read(transaction -> deliveries.find(transaction, id));
  }

  /** Returns a part of the callbacks. */
  public WebhookPage page(WebhookQuery query) {
    return database.read(transaction -> deliveries.page(transaction, query));
  }

  /**
   * Returns the tries of a callback, the newest first: the last {@link #MAX_TRIES_SHOWN}, and none
   * of those that a version before tries were kept has made.
   */
  public List<WebhookTry> tries(String id) {
    return database.read(transaction -> tries.list(transaction, id, MAX_TRIES_SHOWN));
  }

  /** Returns how many callbacks are in a state. */
  public long count(State state) {
    return database.read(transaction -> deliveries.count(transaction, state));
  }

  /**
   * Sends a callback again, whatever became of it, with the same id and a whole lifetime before it;
   * one that waits is sent now.
   *
   * @return whether there is such a callback
   */
  public boolean replay(String id) {
    return database.write(
        transaction -> {
          Optional<WebhookDelivery> found = deliveries.find(transaction, id);
          found.ifPresent(delivery -> revive(transaction, delivery));
          return found.isPresent();
        });
  }

  /** Sends all that were given up again; returns how many. */
  public int replayDead() {
    int replayed = 0;
    for (int n = 1; n > 0; replayed += n) {
      n = database.write(this::replaySomeDead);
    }
    return replayed;
  }

  private int replaySomeDead(Transaction transaction) {
    List<WebhookDelivery> dead = deliveries.list(transaction, State.DEAD, ROWS_AT_ONCE);
    // In one order everywhere, so that two who replay don't wait for each other's lanes.
    dead.stream()
        .sorted(
            Comparator.comparing((WebhookDelivery each) -> each.origin().ownerId())
                .thenComparing(WebhookDelivery::receiver))
        .forEach(delivery -> revive(transaction, delivery));
    return dead.size();
  }

  private void revive(Transaction transaction, WebhookDelivery delivery) {
    Instant now = clock.instant();
    String receiver = delivery.receiver();
    if (receiver.isEmpty()) {
      receiver = OutboundPost.receiver(delivery.url());
      deliveries.putInLane(transaction, delivery.id(), receiver);
    }
    deliveries.revive(transaction, delivery.id(), now, now.plus(lifetime));
    lanes.reopen(transaction, delivery.origin().ownerId(), receiver);
  }

  /** Gives the callbacks a version without lanes has left one each; for before the queue starts. */
  public void adopt() {
    for (int n = 1; n > 0; ) {
      n = database.write(this::adoptSome);
    }
  }

  private int adoptSome(Transaction transaction) {
    List<WebhookDelivery> found = deliveries.withoutLane(transaction, ROWS_AT_ONCE);
    for (WebhookDelivery delivery : found) {
      String receiver = OutboundPost.receiver(delivery.url());
      deliveries.putInLane(transaction, delivery.id(), receiver);
      lanes.wake(transaction, delivery.origin().ownerId(), receiver);
    }
    return found.size();
  }

  /**
   * Forgets what is over: callbacks, the lanes they waited in, secrets that sign no more. What
   * waits stays, however old.
   *
   * @param delivered how long ago callbacks were delivered
   * @param dead how long ago callbacks were given up
   * @return how many callbacks
   */
  public int tidy(Duration delivered, Duration dead) {
    int forgotten = deleteFinished(State.DELIVERED, delivered) + deleteFinished(State.DEAD, dead);
    database.writing(
        transaction -> {
          int unusedLanes = lanes.deleteIdle(transaction);
          int unusedSecrets = secrets.deleteRetired(transaction);
        });
    return forgotten;
  }

  private int deleteFinished(State state, Duration olderThan) {
    Instant before = clock.instant().minus(olderThan);
    int deleted = 0;
    for (int n = 1; n > 0; deleted += n) {
      n =
          database.write(
              transaction -> deliveries.deleteFinished(transaction, state, before, ROWS_AT_ONCE));
    }
    return deleted;
  }
}
