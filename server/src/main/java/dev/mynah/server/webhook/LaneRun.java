package dev.mynah.server.webhook;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.webhook.CallbackSender.Tried;
import dev.mynah.server.webhook.TryOutcome.Kind;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in one lane, once it is its turn.
 *
 * <p>The first try is a probe, alone. If the receiver answers, several run at a time until nothing
 * is due. If it is down, the lane closes: the wait grows with each probe that finds it so, and the
 * others wait without having been tried. What the receiver answers but doesn't take waits by
 * itself.
 */
final class LaneRun {
  private static final Logger LOG = LoggerFactory.getLogger(LaneRun.class);
  private static final Duration TURN = Duration.ofSeconds(30); // then other lanes come first
  private static final int LOOKED_UP_AT_ONCE = 50;
  private static final int GIVEN_UP_AT_ONCE = 100;

  private final WebhookRepository deliveries = new WebhookRepository();
  private final WebhookTryRepository tries = new WebhookTryRepository();
  private final Parts parts;
  private final Lane lane;
  private final String entryId;
  private final CancelSignal stopping;
  private final Instant turnEnds;
  private final Deque<String> due = new ArrayDeque<>();
  private final Set<String> underWay = new HashSet<>();
  private int width = 1;
  private boolean noted; // whether the lane's row says that the receiver is down
  private boolean down; // whether a try of this run found it so
  private Duration asked = Duration.ZERO;

  /**
   * What every run works with.
   *
   * @param perReceiver how many tries one lane may have under way
   * @param random for the jitter of the waits
   */
  record Parts(
      Database database,
      Lanes lanes,
      CallbackSender sender,
      RetryPolicy policy,
      int perReceiver,
      RandomGenerator random,
      WebhookMetrics metrics,
      Clock clock) {}

  LaneRun(Parts parts, Lane lane, String entryId, CancelSignal stopping) {
    this.parts = parts;
    this.lane = lane;
    this.entryId = entryId;
    this.stopping = stopping;
    this.turnEnds = now().plus(TURN);
    this.noted = lane.failures() > 0;
  }

  /**
   * Sends what is due, if the lane is open.
   *
   * @return when the entry is to come up again, empty if it is done
   */
  Optional<Instant> run() throws InterruptedException {
    if (!now().isBefore(lane.closedUntil())) {
      sendDue();
    }
    if (stopping.cancelled()) {
      return Optional.of(now());
    }
    if (down) {
      close();
      giveUpExpired();
    }
    return parts.database().write(transaction -> parts.lanes().rest(transaction, entryId));
  }

  private void sendDue() throws InterruptedException {
    ThreadFactory factory = Thread.ofVirtual().name("mynah-callback-try-", 1).factory();
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory)) {
      CompletionService<Tried> tries = new ExecutorCompletionService<>(threads);
      while (true) {
        while (mayBegin()) {
          String id = due.remove();
          underWay.add(id);
          Future<Tried> unused = tries.submit(() -> parts.sender().attempt(id, stopping));
        }
        if (underWay.isEmpty()) {
          return;
        }
        settle(result(tries.take()));
      }
    }
  }

  private boolean mayBegin() {
    if (down || underWay.size() >= width || stopping.cancelled() || !now().isBefore(turnEnds)) {
      return false;
    }
    if (due.isEmpty()) {
      due.addAll(
          parts
              .database()
              .read(transaction -> deliveries.due(transaction, lane, now(), LOOKED_UP_AT_ONCE)));
      due.removeAll(underWay);
    }
    return !due.isEmpty();
  }

  private static Tried result(Future<Tried> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a try failed in a way it can't", e);
    }
  }

  private void settle(Tried tried) {
    WebhookDelivery delivery = tried.delivery();
    TryOutcome outcome = tried.outcome();
    underWay.remove(delivery.id());
    if (outcome.kind() == Kind.BROKEN_OFF) {
      return;
    }
    State state = stateAfter(delivery, outcome);
    boolean up = outcome.receiverIsUp();
    parts
        .database()
        .writing(
            transaction -> {
              boolean counted =
                  deliveries.keepTry(
                      transaction,
                      delivery.id(),
                      state,
                      outcome.lastTry(),
                      nextTry(delivery, outcome));
              if (counted) {
                tries.insert(transaction, delivery.id(), tried.kept());
              }
              if (up && noted) {
                parts.lanes().open(transaction, lane);
              }
            });
    if (outcome.kind() == Kind.DOWN) {
      down = true;
      asked = outcome.asked().compareTo(asked) > 0 ? outcome.asked() : asked;
    } else if (up) {
      noted = false;
      down = down && asked.isPositive(); // a receiver that asks for quiet is left alone
      width = parts.perReceiver();
    }
    report(tried, state);
  }

  private State stateAfter(WebhookDelivery delivery, TryOutcome outcome) {
    return switch (outcome.kind()) {
      case DELIVERED -> State.DELIVERED;
      case GONE -> State.DEAD;
      case REFUSED, DOWN, UNWRITTEN, BROKEN_OFF ->
          now().isBefore(delivery.expiresAt()) ? State.PENDING : State.DEAD;
    };
  }

  /** The last try falls on the end of the callback's life, whatever the wait. */
  private Instant nextTry(WebhookDelivery delivery, TryOutcome outcome) {
    Duration wait =
        parts.policy().delayAfter(delivery.failures() + 1, outcome.asked(), parts.random());
    Instant next = now().plus(wait);
    return next.isAfter(delivery.expiresAt()) ? delivery.expiresAt() : next;
  }

  private void report(Tried tried, State state) {
    WebhookDelivery delivery = tried.delivery();
    Integer status = tried.outcome().lastTry().status();
    parts.metrics().tried(tried.outcome().kind(), tried.took());
    if (state == State.DEAD) {
      parts.metrics().givenUp(1);
    }
    LOG.info(
        "Callback {} of task {}, try {}: {} ({})",
        delivery.id(),
        delivery.origin().taskId(),
        delivery.attempts() + 1,
        state,
        status == null ? tried.outcome().lastTry().error() : status);
  }

  private void close() {
    parts
        .database()
        .writing(
            transaction -> {
              Lane current = parts.lanes().lock(transaction, lane);
              int failures = current.failures() + 1;
              Duration wait = parts.policy().delayAfter(failures, asked, parts.random());
              parts.lanes().close(transaction, lane, failures, now().plus(wait));
              LOG.info("{} is down; its callbacks wait for {}", lane.receiver(), wait);
            });
  }

  private void giveUpExpired() {
    while (!stopping.cancelled()) {
      List<String> expired =
          parts
              .database()
              .read(transaction -> deliveries.expired(transaction, lane, now(), GIVEN_UP_AT_ONCE));
      if (expired.isEmpty()) {
        return;
      }
      expired.forEach(parts.sender()::writeBody);
      int givenUp =
          parts.database().write(transaction -> deliveries.giveUp(transaction, expired, now()));
      parts.metrics().givenUp(givenUp);
      LOG.info("Gave up {} callbacks to {}", givenUp, lane.receiver());
    }
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
