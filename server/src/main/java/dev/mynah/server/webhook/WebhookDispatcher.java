package dev.mynah.server.webhook;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkHandler;
import dev.mynah.server.task.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Sends callbacks: the worker of the callback queue, whose entries are lanes. Each lane under way
 * has a virtual thread that does nothing but wait, so a receiver that never answers costs its own
 * lane's time and nobody else's.
 */
public final class WebhookDispatcher implements WorkHandler {
  /** How many receivers callbacks are sent to at a time. */
  public static final int LANES = 256;

  private static final int LANES_PER_OWNER = LANES / 2;
  private static final int PER_RECEIVER = 4;
  private static final Duration STEP_ASIDE = Duration.ofSeconds(2);

  private final LaneRun.Parts parts;
  private final ConcurrentHashMap<String, Integer> busy = new ConcurrentHashMap<>();

  /**
   * @param bodies writes what callbacks carry
   * @param secrets sign them
   * @param queue whose worker this is
   * @param random for the jitter of the waits
   */
  public WebhookDispatcher(
      Database database,
      TaskService tasks,
      OutboundPost post,
      CallbackBodies bodies,
      WebhookSecrets secrets,
      RetryPolicy policy,
      WorkQueue queue,
      IdSource ids,
      RandomGenerator random,
      WebhookMetrics metrics,
      Clock clock) {
    CallbackWriter writer = new CallbackWriter(database, tasks, bodies);
    CallbackSender sender = new CallbackSender(database, writer, secrets, post, clock);
    Lanes lanes = new Lanes(queue, ids, clock);
    this.parts =
        new LaneRun.Parts(database, lanes, sender, policy, PER_RECEIVER, random, metrics, clock);
  }

  @Override
  public Optional<Instant> work(String id, CancelSignal stopping) throws InterruptedException {
    Lane lane =
        parts.database().read(transaction -> parts.lanes().find(transaction, id)).orElse(null);
    if (lane == null) {
      return Optional.empty();
    }
    try {
      if (busy.merge(lane.ownerId(), 1, Integer::sum) > LANES_PER_OWNER) {
        return Optional.of(parts.clock().instant().plus(STEP_ASIDE));
      }
      parts.metrics().laneBegins();
      try {
        return new LaneRun(parts, lane, id, stopping).run();
      } finally {
        parts.metrics().laneEnds();
      }
    } finally {
      busy.computeIfPresent(lane.ownerId(), (owner, count) -> count == 1 ? null : count - 1);
    }
  }
}
