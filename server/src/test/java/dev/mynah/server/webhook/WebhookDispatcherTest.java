package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.webhook.Receiver.Answer;
import dev.mynah.server.webhook.Receiver.Call;
import dev.mynah.server.webhook.WebhookDelivery.LastTry;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class WebhookDispatcherTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Retries soon and often, within a lifetime a test doesn't see the end of. */
  private static final RetryPolicy QUICK =
      new RetryPolicy(LONG, Duration.ofMillis(10), Duration.ofMillis(50), LONG, 0.2);

  private static final RetryPolicy SHORT_LIVED =
      new RetryPolicy(
          Duration.ofMillis(400), Duration.ofMillis(10), Duration.ofMillis(50), LONG, 0.2);

  private final Receiver receiver = new Receiver();
  private final Database database;
  private CallbackNode node;

  WebhookDispatcherTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    this.database = kind.open(folder);
    this.node = new CallbackNode(database, "test", QUICK);
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
    receiver.close();
  }

  @Test
  void repeatsTheVerySameCallbackSignedAnewUntilItIsTaken() throws Exception {
    AtomicInteger written = new AtomicInteger();
    node.write(task -> ("{\"written\":" + written.incrementAndGet() + "}").getBytes(UTF_8));
    receiver.answer(call -> Answer.of(call.number() < 4 ? 500 : 204));
    node.start();
    Task unused = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);

    String secret = node.secrets.active(key()).getFirst().text();
    assertThat(receiver.calls()).hasSize(4);
    for (Call call : receiver.calls()) {
      call.verify(secret);
      assertThat(call.body()).isEqualTo("{\"written\":1}");
      assertThat(call.header("webhook-id")).isEqualTo(node.only().id()).hasSize(32);
      assertThat(call.header("content-type")).startsWith("application/json");
    }
    assertThat(node.only().state()).isEqualTo(State.DELIVERED);
    assertThat(node.only().attempts()).isEqualTo(4);
    assertThat(node.meters.get("mynah.callbacks.tries").tag("outcome", "refused").timer().count())
        .isEqualTo(3);
    assertThat(node.meters.get("mynah.callbacks").tag("state", "pending").gauge().value()).isZero();
  }

  @Test
  void everyTryIsKeptWithWhatWasSentAndAnswered() throws Exception {
    receiver.answer(
        call ->
            call.number() == 1 ? new Answer(500, Map.of(), "not \u0007 today") : Answer.of(204));
    node.start();
    Task task = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    String id = node.only().id();
    assertThat(node.webhooks.replay(id)).isTrue();
    await(() -> receiver.calls().size() == 3 && nothingWaits());

    List<WebhookTry> tries = node.webhooks.tries(id);
    assertThat(tries).extracting(WebhookTry::number).containsExactly(3, 2, 1);
    assertThat(tries).extracting(WebhookTry::status).containsExactly(204, 204, 500);
    assertThat(tries.getLast().answer()).isEqualTo("not   today");
    for (WebhookTry made : tries) {
      Call call = receiver.calls().get(made.number() - 1);
      assertThat(made.signature()).isEqualTo(call.header("webhook-signature"));
      assertThat(Long.toString(made.startedAt().getEpochSecond()))
          .isEqualTo(call.header("webhook-timestamp"));
      assertThat(made.error()).isNull();
      assertThat(made.took()).isPositive();
    }
    assertThat(node.webhooks.page(WebhookQuery.ofTask(task.id())).items())
        .extracting(WebhookDelivery::id)
        .containsExactly(id);
    assertThat(node.webhooks.tidy(Duration.ZERO, LONG)).isEqualTo(1);
    assertThat(node.webhooks.tries(id)).as("they go with their callback").isEmpty();
  }

  @Test
  void partsOfTheListAreOneOwnersOneStatesOneTasks() {
    receiver.answer(call -> Answer.of(call.number() == 1 ? 410 : 200));
    node.start();
    Task dead = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    List<Task> unused = node.finish(receiver.url("/hook"), 4);
    await(this::nothingWaits);

    String owner = dead.ownerId();
    WebhookPage part = node.webhooks.page(new WebhookQuery(owner, null, null, 2, 1));
    assertThat(part.total()).isEqualTo(5);
    assertThat(part.items()).containsExactlyElementsOf(node.webhooks.list(null, 3).subList(1, 3));
    assertThat(node.webhooks.page(new WebhookQuery(owner, State.DEAD, null, 9, 0)).items())
        .extracting(each -> each.origin().taskId())
        .containsExactly(dead.id());
    assertThat(node.webhooks.page(new WebhookQuery(null, null, dead.id(), 9, 0)).total())
        .isEqualTo(1);
    assertThat(node.webhooks.page(new WebhookQuery("nobody", null, null, 9, 0)))
        .isEqualTo(new WebhookPage(List.of(), 0));
  }

  private String key() {
    return node.only().origin().tokenId();
  }

  @Test
  void anyAnswerFromTwoHundredToTwoNinetyNineTakesIt() {
    receiver.answer(call -> Answer.of(List.of(200, 201, 202, 204, 299).get(call.number() - 1)));
    node.start();
    List<Task> unused = node.finish(receiver.url("/hook"), 5);
    await(this::nothingWaits);
    assertThat(node.webhooks.list(State.DELIVERED, 10))
        .hasSize(5)
        .allSatisfy(delivery -> assertThat(delivery.attempts()).isEqualTo(1));
  }

  @Test
  void aRedirectIsAFailureAndNeverFollowed() {
    receiver.answer(
        call ->
            call.number() < 3
                ? new Answer(307, Map.of("Location", receiver.url("/elsewhere")), "")
                : Answer.of(200));
    node.start();
    Task unused = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    assertThat(receiver.calls()).extracting(Call::path).containsExactly("/hook", "/hook", "/hook");
  }

  @Test
  void aCallbackNobodyTakesIsGivenUpAndKept() {
    node = new CallbackNode(database, "test", SHORT_LIVED);
    receiver.answer(call -> Answer.of(500));
    node.start();
    Task task = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    WebhookDelivery dead = node.only();
    assertThat(dead.state()).isEqualTo(State.DEAD);
    assertThat(dead.attempts()).isGreaterThan(2).isEqualTo(receiver.calls().size());
    assertThat(dead.finishedAt())
        .as("the last try falls on the end of its life")
        .isAfterOrEqualTo(dead.expiresAt());
    assertThat(node.tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(node.meters.get("mynah.callbacks").tag("state", "dead").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void aReceiverThatCannotBeReachedIsGivenUpTooAndWithItWhatWaitedForIt() throws IOException {
    node = new CallbackNode(database, "test", SHORT_LIVED);
    node.start();
    List<Task> tasks = node.finish("http://127.0.0.1:" + closedPort() + "/hook", 20);
    await(this::nothingWaits);
    assertThat(node.webhooks.list(State.DEAD, 100)).hasSize(tasks.size());
    assertThat(node.webhooks.list(State.DEAD, 100))
        .as("kept with what they would have told")
        .allSatisfy(dead -> assertThat(dead.body()).contains(dead.origin().taskId()));
    assertThat(count("webhook_lane where entry_id is not null")).isZero();
  }

  @Test
  void aReceiverThatIsGoneIsNotAskedAgain() {
    receiver.answer(call -> Answer.of(410));
    node.start();
    Task unused = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    assertThat(node.only().state()).isEqualTo(State.DEAD);
    assertThat(receiver.calls()).hasSize(1);
  }

  @Test
  void aTaskWithoutCallbackUrlCallsNobody() {
    node.start();
    Task unused = node.finish(null);
    assertThat(node.queue.size()).isZero();
    assertThat(node.webhooks.list(null, 10)).isEmpty();
  }

  @Test
  void aReceiverThatAsksForTimeGetsItWithinBounds() {
    RetryPolicy policy =
        new RetryPolicy(
            LONG, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(1500), 0.2);
    node = new CallbackNode(database, "test", policy);
    receiver.answer(
        call ->
            switch (call.number()) {
              case 1 -> new Answer(503, Map.of("Retry-After", "1"), "");
              case 2 -> new Answer(429, Map.of("Retry-After", "86400"), "");
              default -> Answer.of(200);
            });
    node.start();
    List<Task> unused = node.finish(receiver.url("/hook"), 3);
    await(this::nothingWaits);
    List<Call> calls = receiver.calls();
    assertThat(calls).hasSize(5);
    assertThat(between(calls.get(0), calls.get(1))).isGreaterThan(Duration.ofMillis(900));
    assertThat(between(calls.get(1), calls.get(2)))
        .as("a day is more than the policy grants")
        .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(20));
  }

  private static Duration between(Call one, Call other) {
    return Duration.ofNanos(other.nanos() - one.nanos());
  }

  @Test
  void keepsTheStartOfTheAnswerAsHarmlessText() {
    receiver.answer(
        call -> new Answer(200, Map.of(), "\u001b[31mno\u0000thing\r\n" + "é".repeat(3000)));
    node.start();
    Task unused = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    LastTry lastTry = Objects.requireNonNull(node.only().lastTry());
    assertThat(lastTry.answer()).startsWith("[31mnothing").endsWith("é");
    assertThat(String.valueOf(lastTry.answer()).getBytes(UTF_8)).hasSizeBetween(1000, 1024);
    assertThat(lastTry.status()).isEqualTo(200);
  }

  @Test
  void whatCannotBeToldAnyMoreIsToldAsAFailure() {
    node.write(
        task -> {
          if (task.result() instanceof TaskResult.TaskFailure failure) {
            return (task.id() + " " + task.traceId() + " " + failure.code()).getBytes(UTF_8);
          }
          throw MynahException.of(ErrorCode.NOT_FOUND, "The voice was deleted.");
        });
    Task erased = node.finish(receiver.url("/erased"));
    Task deleted = node.finish(receiver.url("/deleted"));
    execute("delete from task where id = '" + deleted.id() + "'");
    node.start();
    await(this::nothingWaits);
    assertThat(receiver.calls())
        .extracting(call -> call.path() + " " + call.body())
        .containsExactlyInAnyOrder(
            "/erased " + erased.id() + " " + erased.traceId() + " NOT_FOUND",
            "/deleted " + deleted.id() + " " + deleted.traceId() + " NOT_FOUND");
  }

  @Test
  void aBodyThatWasErasedIsWrittenAnew() {
    AtomicInteger written = new AtomicInteger();
    node.write(task -> ("{\"written\":" + written.incrementAndGet() + "}").getBytes(UTF_8));
    Task task = node.finish(receiver.url("/hook"));
    receiver.answer(
        call -> {
          if (call.number() == 1) {
            database.write(
                transaction ->
                    new CallbackBodyEraser().erase(transaction, List.of(task.id(), "other")));
            return Answer.of(500);
          }
          return Answer.of(200);
        });
    node.start();
    await(this::nothingWaits);
    assertThat(receiver.calls())
        .extracting(Call::body)
        .containsExactly("{\"written\":1}", "{\"written\":2}");
  }

  @Test
  void theDeadAreReplayedWithTheirIdEvenIfTheirTaskIsGone() throws IOException {
    node = new CallbackNode(database, "test", SHORT_LIVED);
    int port = closedPort();
    node.start();
    List<Task> tasks = node.finish("http://127.0.0.1:" + port + "/hook", 3);
    await(this::nothingWaits);
    assertThat(node.webhooks.count(State.DEAD)).isEqualTo(3);
    execute("delete from task");
    try (Receiver back = new Receiver(port)) {
      WebhookDelivery one = node.webhooks.list(State.DEAD, 1).getFirst();
      assertThat(node.webhooks.replay(one.id())).isTrue();
      await(() -> back.calls().size() == 1);
      assertThat(back.calls().getFirst().header("webhook-id")).isEqualTo(one.id());
      assertThat(back.calls().getFirst().body()).isEqualTo(one.body());
      assertThat(node.webhooks.replayDead()).isEqualTo(2);
      await(() -> node.webhooks.count(State.DELIVERED) == 3);
      assertThat(node.webhooks.replay("f".repeat(32))).isFalse();
      assertThat(back.calls())
          .extracting(Call::body)
          .containsExactlyInAnyOrderElementsOf(
              tasks.stream().map(task -> "{\"task\":\"" + task.id() + "\"}").toList());
    }
  }

  @Test
  void aReplayByAnotherProcessWakesTheRunningServer() {
    receiver.answer(call -> Answer.of(call.number() == 1 ? 410 : 200));
    node.start();
    Task unused = node.finish(receiver.url("/hook"));
    await(() -> node.webhooks.count(State.DEAD) == 1);
    try (CallbackNode command = new CallbackNode(database, "command", QUICK)) {
      assertThat(command.webhooks.replay(node.only().id())).isTrue();
    }
    await(() -> node.webhooks.count(State.DELIVERED) == 1);
    assertThat(receiver.calls()).hasSize(2);
  }

  @Test
  void fiftyReceiversThatNeverAnswerDelayNobody() throws IOException {
    List<ServerSocket> silent = new ArrayList<>();
    try {
      node.start();
      for (int i = 0; i < 50; i++) {
        ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        silent.add(socket);
        List<Task> unused =
            node.finish("http://127.0.0.1:" + socket.getLocalPort() + "/never-answers", 20);
      }
      await(
          () -> node.meters.get("mynah.callbacks.receivers.busy").gauge().value() == silent.size());
      long start = System.nanoTime();
      Task quick = node.finish(receiver.url("/hook"));
      await(() -> receiver.calls().stream().anyMatch(call -> call.body().contains(quick.id())));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("far less than the time one silent receiver is given")
          .isLessThan(Duration.ofSeconds(2));
      assertThat(node.webhooks.count(State.PENDING)).isGreaterThanOrEqualTo(1000);
    } finally {
      for (ServerSocket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aThousandThatWaitForOneDeadReceiverCostOneProbeATime() throws IOException {
    RetryPolicy policy =
        new RetryPolicy(LONG, Duration.ofMillis(100), Duration.ofMillis(400), LONG, 0.2);
    node = new CallbackNode(database, "test", policy);
    int port = closedPort();
    List<Task> unused = node.finish("http://127.0.0.1:" + port + "/hook", 1000);
    assertThat(node.queue.size()).as("one entry stands for them all").isEqualTo(1);
    node.start();
    await(() -> count("webhook_lane where failures >= 5") == 1);
    int turns = node.turns.get();
    assertThat(turns).as("turns of the queue").isLessThanOrEqualTo(10);
    assertThat(tries()).as("tries: one to a turn").isLessThanOrEqualTo(turns + 1);
    assertThat(node.queue.size()).isEqualTo(1);
    assertThat(count("webhook_delivery where attempts > 1"))
        .as("each probe is another callback, so that none holds up the rest")
        .isZero();

    try (Receiver back = new Receiver(port)) {
      CountDownLatch together = new CountDownLatch(2);
      back.answer(
          call -> {
            if (call.number() == 2 || call.number() == 3) { // the first is the probe
              together.countDown();
              await(() -> together.getCount() == 0);
            }
            return Answer.of(200);
          });
      await(() -> back.calls().size() > 100);
      assertThat(back.mostAtOnce()).isBetween(2, 4);
    }
  }

  @Test
  void aCallbackThatIsRefusedWaitsAloneAndWhatComesMeanwhileIsSentAtOnce() {
    RetryPolicy patient =
        new RetryPolicy(LONG, Duration.ofMinutes(10), Duration.ofMinutes(10), LONG, 0.2);
    node = new CallbackNode(database, "test", patient);
    receiver.answer(call -> Answer.of(call.path().equals("/broken") ? 500 : 200));
    node.start();
    Task unused = node.finish(receiver.url("/broken"));
    await(() -> count("webhook_lane where wakes_at is not null") == 1 && nobodyIsBusy());
    for (int i = 1; i <= 3; i++) {
      Task unusedToo = node.finish(receiver.url("/hook"));
      int expected = i;
      await(() -> node.webhooks.count(State.DELIVERED) == expected && nobodyIsBusy());
    }
    assertThat(node.webhooks.count(State.PENDING)).isEqualTo(1);
    await(() -> node.queue.size() == 1);
  }

  /** An entry is put back a moment after its work. */
  private boolean nobodyIsBusy() {
    return node.meters.get("mynah.callbacks.receivers.busy").gauge().value() == 0
        && count("queue_callback where picked") == 0;
  }

  @Test
  void anotherOwnersReceiverIsNotHeldUpByOneThatIsDownForMe() {
    RetryPolicy patient =
        new RetryPolicy(LONG, Duration.ofMinutes(10), Duration.ofMinutes(10), LONG, 0.2);
    node = new CallbackNode(database, "test", patient);
    receiver.answer(call -> Answer.of(call.path().equals("/ann") ? 503 : 200));
    node.start();
    Task unused = node.finish(receiver.url("/ann"));
    await(() -> receiver.calls().size() == 1);
    List<Task> bobs = node.finish("bob", receiver.url("/bob"), 1);
    await(() -> node.webhooks.count(State.DELIVERED) == bobs.size());
  }

  @Test
  void whatWasNotSentBeforeAStopIsSentAfterTheNextStart() {
    Task task = node.finish(receiver.url("/hook")); // nothing is running yet
    assertThat(receiver.calls()).isEmpty();
    node = new CallbackNode(database, "next", QUICK);
    node.start();
    await(() -> receiver.calls().size() == 1);
    assertThat(receiver.calls().getFirst().body()).contains(task.id());
  }

  @Test
  void callbacksOfAVersionWithoutLanesAreTakenOver() {
    Task task = node.finish(receiver.url("/hook"));
    execute("update webhook_delivery set receiver = null");
    execute("delete from webhook_lane");
    node.start();
    await(() -> receiver.calls().size() == 1);
    assertThat(receiver.calls().getFirst().body()).contains(task.id());
    await(this::nothingWaits);
  }

  @Test
  void whatIsOverGoesInItsTimeAndWhatWaitsStays() {
    receiver.answer(call -> Answer.of(call.path().equals("/gone") ? 410 : 200));
    node.start();
    Task gone = node.finish(receiver.url("/gone"));
    Task taken = node.finish(receiver.url("/hook"));
    await(this::nothingWaits);
    CallbackNode other = new CallbackNode(database, "idle", QUICK);
    execute("update webhook_delivery set finished_at = finished_at - " + LONG.toMillis());
    assertThat(other.webhooks.tidy(LONG.dividedBy(2), LONG.multipliedBy(2))).isEqualTo(1);
    assertThat(node.only().origin().taskId()).isEqualTo(gone.id()).isNotEqualTo(taken.id());
    assertThat(other.webhooks.tidy(LONG.dividedBy(2), LONG.dividedBy(2))).isEqualTo(1);
    assertThat(count("webhook_lane")).isZero();
  }

  private boolean nothingWaits() {
    return node.webhooks.count(State.PENDING) == 0 && node.queue.size() == 0;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private long tries() {
    return number("select sum(attempts) from webhook_delivery");
  }

  private long count(String table) {
    return number("select count(*) from " + table);
  }

  private long number(String sql) {
    return database.<Long>read(
        transaction -> transaction.handle().createQuery(sql).mapTo(Long.class).one());
  }

  private void execute(String sql) {
    database.writing(transaction -> transaction.handle().execute(sql));
  }
}
