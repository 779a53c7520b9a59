package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.fetch.AddressPolicy;
import dev.mynah.server.fetch.OutboundNetwork;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.fetch.PostLimits;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.testing.Services;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All that callbacks need of a server, over a database of the test's. */
final class CallbackNode implements AutoCloseable {
  static final PostLimits TIMES =
      new PostLimits(Duration.ofSeconds(2), Duration.ofSeconds(8), 1024);

  final WorkQueue queue;
  final TaskService tasks;
  final Webhooks webhooks;
  final WebhookSecrets secrets;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** How often the queue gave this node something to do. */
  final AtomicInteger turns = new AtomicInteger();

  private final Database database;
  private final RetryPolicy policy;
  private final OutboundNetwork network =
      OutboundNetwork.open(AddressPolicy.exempting("127.0.0.0/8"));
  private CallbackBodies bodies = task -> ("{\"task\":\"" + task.id() + "\"}").getBytes(UTF_8);

  CallbackNode(Database database, String name, RetryPolicy policy) {
    this.database = database;
    this.policy = policy;
    Clock clock = Clock.systemUTC();
    this.queue =
        new WorkQueue(database, WorkQueue.Kind.CALLBACK, WebhookDispatcher.LANES, name, clock);
    IdSource ids = IdSource.random();
    this.tasks =
        new TaskService(
            database,
            List.of(new CallbackOutbox(queue, policy.lifetime(), ids, clock)),
            new IdempotencyKeys(Duration.ofDays(1), clock),
            ids,
            clock);
    this.secrets = new WebhookSecrets(database, new SecureRandom(), clock);
    this.webhooks = new Webhooks(database, secrets, queue, policy.lifetime(), ids, clock);
  }

  void write(CallbackBodies newBodies) {
    bodies = newBodies;
  }

  CallbackNode start() {
    WebhookMetrics metrics = new WebhookMetrics(meters);
    metrics.watch(webhooks);
    webhooks.adopt();
    WebhookDispatcher dispatcher =
        new WebhookDispatcher(
            database,
            tasks,
            new OutboundPost(network, TIMES),
            task -> bodies.render(task),
            secrets,
            policy,
            queue,
            IdSource.random(),
            new Random(1),
            metrics,
            Clock.systemUTC());
    queue.start(
        (id, stopping) -> {
          turns.incrementAndGet();
          return dispatcher.work(id, stopping);
        });
    return this;
  }

  /** Ends a task, of an owner called ann. */
  Task finish(@Nullable String callbackUrl) {
    return finish(callbackUrl, 1).getFirst();
  }

  /** Ends tasks, in one transaction. */
  List<Task> finish(@Nullable String callbackUrl, int count) {
    return finish("ann", callbackUrl, count);
  }

  List<Task> finish(String owner, @Nullable String callbackUrl, int count) {
    return database.write(
        transaction -> {
          List<Task> finished = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            TaskOrder order =
                new TaskOrder(
                    TaskType.VOICES,
                    JsonNodeFactory.instance.objectNode(),
                    IdSource.random().uuid(),
                    new Delivery(callbackUrl, true));
            Task task =
                tasks.create(
                    transaction,
                    order,
                    Services.caller(owner),
                    id -> JsonNodeFactory.instance.objectNode());
            finished.add(
                tasks
                    .finish(transaction, task.id(), new TaskResult.VoiceMade("a".repeat(32)))
                    .orElseThrow());
          }
          return finished;
        });
  }

  /** Returns the only callback there is. */
  WebhookDelivery only() {
    List<WebhookDelivery> all = webhooks.list(null, 2);
    if (all.size() != 1) {
      throw new AssertionError("there are " + all.size() + " callbacks or more, not one");
    }
    return all.getFirst();
  }

  /** Stops as a server does. */
  @Override
  public void close() {
    queue.stop(Duration.ZERO);
    network.close();
  }
}
