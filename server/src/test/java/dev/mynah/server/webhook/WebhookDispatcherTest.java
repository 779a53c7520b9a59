package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.mynah.server.task.TaskState;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class WebhookDispatcherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RetryPolicy QUICK =
      new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(50), 0.2);

  private final WebPeer web = new WebPeer();
  private final OutboundNetwork network =
      OutboundNetwork.open(AddressPolicy.exempting("127.0.0.0/8"));
  private final AtomicInteger rendered = new AtomicInteger();
  private final Database database;
  private WorkQueue queue;
  private TaskService tasks;

  WebhookDispatcherTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    this.database = kind.open(folder);
    this.queue = newQueue();
    this.tasks = newTasks();
  }

  private WorkQueue newQueue() {
    return new WorkQueue(database, WorkQueue.Kind.CALLBACK, 4, "test", Clock.systemUTC());
  }

  private TaskService newTasks() {
    CallbackOutbox outbox = new CallbackOutbox(queue, IdSource.random(), Clock.systemUTC());
    return new TaskService(
        database,
        List.of(outbox),
        new IdempotencyKeys(Duration.ofDays(1), Clock.systemUTC()),
        IdSource.random(),
        Clock.systemUTC());
  }

  private void start() {
    queue.start(
        new WebhookDispatcher(
            database,
            tasks,
            new OutboundPost(
                network, new PostLimits(Duration.ofSeconds(1), Duration.ofSeconds(3), 1024)),
            task -> (task.id() + " " + rendered.incrementAndGet()).getBytes(UTF_8),
            QUICK,
            2,
            new Random(1),
            Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    queue.stop(Duration.ZERO);
    network.close();
    database.close();
    web.close();
  }

  @Test
  void repeatsTheVerySameCallbackUntilItIsTaken() {
    web.answerCallbacks(number -> number < 4 ? 500 : 204);
    start();
    Task task = finished(web.url("/hook"));
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(web.callbacks()).hasSize(4);
    assertThat(web.callbacks()).extracting(WebPeer.Callback::body).containsOnly(task.id() + " 1");
    assertThat(web.callbacks().stream().map(WebPeer.Callback::webhookId).distinct()).hasSize(1);
    assertThat(web.callbacks().getFirst().webhookId()).hasSize(32);
    assertThat(rows()).containsExactly("DELIVERED 4 204");
  }

  @Test
  void aReceiverThatNeverTakesItIsGivenUpAndTheTaskStays() {
    web.answerCallbacks(number -> 503);
    start();
    Task task = finished(web.url("/hook"));
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(web.callbacks()).hasSize(QUICK.attempts());
    assertThat(rows()).containsExactly("DEAD 5 503");
    assertThat(tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void aReceiverThatIsGoneIsNotAskedAgain() {
    web.answerCallbacks(number -> 410);
    start();
    Task unused = finished(web.url("/hook"));
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(rows()).containsExactly("DEAD 1 410");
  }

  @Test
  void aDeadReceiverIsTriedAndGivenUp() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    start();
    Task unused = finished("http://127.0.0.1:" + closedPort + "/hook");
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(rows()).containsExactly("DEAD 5 -");
  }

  @Test
  void aTaskWithoutCallbackUrlCallsNobody() {
    start();
    Task unused = finished(null);
    assertThat(queue.size()).isZero();
    assertThat(rows()).isEmpty();
  }

  @Test
  void aSlowReceiverHoldsUpNobodyElse() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      String slow = "http://127.0.0.1:" + silent.getLocalPort() + "/never-answers";
      start();
      for (int i = 0; i < 12; i++) { // three times as many as there are threads
        Task unused = finished(slow);
      }
      long start = System.nanoTime();
      Task quick = finished(web.url("/hook"));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> web.callbacks().stream().anyMatch(each -> each.body().startsWith(quick.id())));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("less than the time one slow receiver may take")
          .isLessThan(Duration.ofMillis(2900));
    }
  }

  @Test
  void whatWasNotSentBeforeAStopIsSentAfterTheNextStart() {
    Task task = finished(web.url("/hook")); // nothing is running yet
    assertThat(web.callbacks()).isEmpty();
    queue = newQueue();
    tasks = newTasks();
    start();
    Awaitility.await().atMost(PATIENCE).until(() -> web.callbacks().size() == 1);
    assertThat(web.callbacks().getFirst().body()).startsWith(task.id());
  }

  @Test
  void waitsGrowWithinBoundsAndAreNotInStep() {
    RetryPolicy policy = new RetryPolicy(8, Duration.ofSeconds(5), Duration.ofSeconds(60), 0.2);
    Random random = new Random(3);
    for (int failures = 1; failures <= 20; failures++) {
      long expected = Math.min(60_000, 5_000L << Math.min(failures - 1, 10));
      assertThat(policy.delayAfter(failures, random).toMillis())
          .isBetween((long) (expected * 0.8), (long) (expected * 1.2) + 1);
    }
    assertThat(policy.delayAfter(1, random)).isNotEqualTo(policy.delayAfter(1, random));
  }

  private Task finished(@Nullable String callbackUrl) {
    TaskOrder order =
        new TaskOrder(
            TaskType.VOICES,
            JsonNodeFactory.instance.objectNode(),
            IdSource.random().uuid(),
            new Delivery(callbackUrl, true));
    return database.write(
        transaction -> {
          Task task =
              tasks.create(
                  transaction,
                  order,
                  Services.caller("ann"),
                  id -> JsonNodeFactory.instance.objectNode());
          return tasks
              .finish(transaction, task.id(), new TaskResult.VoiceMade("a".repeat(32)))
              .orElseThrow();
        });
  }

  private List<String> rows() {
    return database.read(
        transaction ->
            transaction
                .handle()
                .createQuery("select state, attempts, last_status from webhook_delivery")
                .map(
                    (row, context) -> {
                      String status = row.getString("last_status");
                      return row.getString("state")
                          + " "
                          + row.getInt("attempts")
                          + " "
                          + (status == null ? "-" : status);
                    })
                .list());
  }
}
