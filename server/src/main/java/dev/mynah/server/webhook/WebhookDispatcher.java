package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.fetch.FailureKind;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.fetch.PostOutcome;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkHandler;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends callbacks: the worker of the callback queue. A try that fails is repeated after growing
 * waits; a receiver that is slow only ever holds its own share of the threads.
 */
public final class WebhookDispatcher implements WorkHandler {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
  private static final int GONE = 410; // the receiver says: never again
  private static final Duration STEP_ASIDE = Duration.ofMillis(500);

  private final Database database;
  private final WebhookRepository deliveries = new WebhookRepository();
  private final TaskService tasks;
  private final OutboundPost post;
  private final CallbackBodies bodies;
  private final RetryPolicy policy;
  private final int perReceiver;
  private final RandomGenerator random;
  private final Clock clock;
  private final ConcurrentHashMap<String, Integer> underWay = new ConcurrentHashMap<>();

  /**
   * @param perReceiver how many callbacks may be on their way to one host at a time
   * @param random for the jitter of the waits
   */
  public WebhookDispatcher(
      Database database,
      TaskService tasks,
      OutboundPost post,
      CallbackBodies bodies,
      RetryPolicy policy,
      int perReceiver,
      RandomGenerator random,
      Clock clock) {
    this.database = database;
    this.tasks = tasks;
    this.post = post;
    this.bodies = bodies;
    this.policy = policy;
    this.perReceiver = perReceiver;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Optional<Instant> work(String id, CancelSignal stopping) {
    WebhookDelivery delivery =
        database.read(transaction -> deliveries.find(transaction, id)).orElse(null);
    if (delivery == null || delivery.state() != State.PENDING) {
      return Optional.empty();
    }
    String receiver = receiver(delivery.url());
    if (underWay.merge(receiver, 1, Integer::sum) > perReceiver) {
      release(receiver);
      return Optional.of(clock.instant().plus(STEP_ASIDE));
    }
    try {
      return send(delivery, stopping);
    } finally {
      release(receiver);
    }
  }

  private void release(String receiver) {
    underWay.computeIfPresent(receiver, (key, count) -> count == 1 ? null : count - 1);
  }

  private static String receiver(String url) {
    try {
      return Objects.requireNonNullElse(new URI(url).getAuthority(), "").toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return ""; // refused when it is sent
    }
  }

  private Optional<Instant> send(WebhookDelivery delivery, CancelSignal stopping) {
    String body = body(delivery);
    if (body == null) {
      return Optional.empty();
    }
    Map<String, String> headers =
        Map.of(
            "webhook-id", delivery.id(),
            "webhook-timestamp", Long.toString(clock.instant().getEpochSecond()));
    PostOutcome outcome = post.post(delivery.url(), body.getBytes(UTF_8), headers, stopping);
    if (outcome instanceof PostOutcome.Failed failed && failed.kind() == FailureKind.CANCELLED) {
      return Optional.of(clock.instant());
    }
    int attempts = delivery.attempts() + 1;
    State state = stateAfter(outcome, attempts);
    Integer status = outcome instanceof PostOutcome.Answered answered ? answered.status() : null;
    String error = outcome instanceof PostOutcome.Failed failed ? failed.kind().name() : null;
    database.writing(
        transaction ->
            deliveries.keepOutcome(
                transaction, delivery.id(), state, status, error, clock.instant()));
    LOG.info(
        "Callback {} of task {}, try {}: {} ({})",
        delivery.id(),
        delivery.taskId(),
        attempts,
        state,
        status == null ? error : status);
    return state == State.PENDING
        ? Optional.of(clock.instant().plus(policy.delayAfter(attempts, random)))
        : Optional.empty();
  }

  /** Returns the stored body, rendered now if this is the first try; null if the task is gone. */
  private @Nullable String body(WebhookDelivery delivery) {
    if (delivery.body() != null) {
      return delivery.body();
    }
    Task task = tasks.find(delivery.taskId()).orElse(null);
    if (task == null) {
      return null;
    }
    String body = new String(bodies.render(task), UTF_8);
    database.writing(transaction -> deliveries.keepBody(transaction, delivery.id(), body));
    return body;
  }

  private State stateAfter(PostOutcome outcome, int attempts) {
    if (outcome.delivered()) {
      return State.DELIVERED;
    }
    boolean gone = outcome instanceof PostOutcome.Answered answered && answered.status() == GONE;
    return gone || attempts >= policy.attempts() ? State.DEAD : State.PENDING;
  }
}
