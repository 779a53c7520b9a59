package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.CountedIds;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class TaskServiceTest {
  private static final Principal ANN = new Principal("ann", "key", Set.of(Scope.SPEAK));
  private static final Principal BOB = new Principal("bob", "key", Set.of(Scope.SPEAK));
  private static final Duration KEY_LIFETIME = Duration.ofHours(24);
  private static final TaskResult MADE = new TaskResult.VoiceMade("a".repeat(32));

  private final Database database;
  private final SetClock clock = new SetClock();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final TaskService tasks;

  TaskServiceTest(DatabaseKind kind, @TempDir Path folder) {
    this.database = kind.open(folder);
    TaskListener listener =
        (transaction, task, delivery) -> heard.add(task.id() + " " + delivery.callbackUrl());
    IdempotencyKeys keys = new IdempotencyKeys(KEY_LIFETIME, clock);
    this.tasks = new TaskService(database, List.of(listener), keys, new CountedIds(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aTaskGoesFromPendingOverRunningToItsEnd() {
    Task pending = created();
    assertThat(tasks.find(pending.id(), ANN)).contains(pending);
    assertThat(pending.state()).isEqualTo(TaskState.PENDING);
    assertThat(pending.request().path("text").asText()).isEqualTo("with \u0000 and \uD83D\uDE00");

    clock.advance(Duration.ofSeconds(1));
    ClaimedTask claimed = claim(pending).orElseThrow();
    assertThat(claimed.task().state()).isEqualTo(TaskState.RUNNING);
    assertThat(claimed.work().path("do").asText()).isEqualTo("this");
    assertThat(claimed.attempts()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(2));
    Task ended = finish(pending, MADE).orElseThrow();
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.result()).isEqualTo(MADE);
    assertThat(Duration.between(ended.startedAt(), ended.finishedAt()))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(tasks.find(pending.id(), ANN)).contains(ended);
    assertThat(heard).containsExactly(pending.id() + " http://example.com/hook");
  }

  @Test
  void everyKindOfResultIsKeptWhole() {
    for (TaskResult result :
        List.of(
            MADE,
            new TaskResult.SpeechMade("b".repeat(32), "x.mp3", "audio/mpeg", 1.25, 40),
            new TaskResult.TaskFailure(ErrorCode.FETCH_REFUSED, "voice_url is bad.", "voice_url"),
            new TaskResult.TaskFailure(ErrorCode.INTERNAL, "Internal server error.", null))) {
      Task task = created();
      Optional<Task> ended = finish(task, result);
      assertThat(ended.orElseThrow().result()).isEqualTo(result);
      boolean failed = result instanceof TaskResult.TaskFailure;
      assertThat(ended.get().state()).isEqualTo(failed ? TaskState.FAILED : TaskState.SUCCEEDED);
    }
  }

  @Test
  void aTaskEndsOnce() {
    Task task = created();
    assertThat(finish(task, MADE)).isPresent();
    assertThat(finish(task, MADE)).isEmpty();
    assertThat(claim(task)).isEmpty();
    assertThat(heard).hasSize(1);
  }

  @Test
  void aWorkerWhoseTaskWasTakenUpByAnotherEndsNothing() {
    Task task = created();
    ClaimedTask frozen = claim(task).orElseThrow();
    ClaimedTask other = claim(task).orElseThrow();
    assertThat(finish(frozen, MADE)).isEmpty();
    assertThat(finish(frozen, TaskResult.of(MynahException.invalid("text", "stale")))).isEmpty();
    database.writing(tx -> tasks.giveBack(tx, frozen));
    assertThat(tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.RUNNING);
    assertThat(heard).isEmpty();
    assertThat(finish(other, MADE)).isPresent();
    assertThat(heard).hasSize(1);
  }

  private Optional<Task> finish(ClaimedTask claimed, TaskResult result) {
    return database.write(tx -> tasks.finish(tx, claimed, result));
  }

  @Test
  void countsAttemptsButNotThoseBrokenOffOnPurpose() {
    Task task = created();
    ClaimedTask first = claim(task).orElseThrow();
    assertThat(first.attempts()).isOne();
    database.writing(tx -> tasks.giveBack(tx, first));
    assertThat(tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.PENDING);
    assertThat(claim(task).orElseThrow().attempts()).isOne();
    assertThat(claim(task).orElseThrow().attempts()).isEqualTo(2);
  }

  @Test
  void tasksOfOthersAreAsGoodAsMissing() {
    assertThat(tasks.find(created().id(), BOB)).isEmpty();
  }

  @Test
  void awaitIsWokenByTheEndAndGivesUpInTime() throws Exception {
    Task task = created();
    assertThat(tasks.await(task.id(), Duration.ofMillis(30)).state()).isEqualTo(TaskState.PENDING);
    try (ExecutorService waiters = Executors.newFixedThreadPool(2)) {
      Future<Task> one = waiters.submit(() -> tasks.await(task.id(), Duration.ofSeconds(30)));
      Future<Task> two = waiters.submit(() -> tasks.await(task.id(), Duration.ofSeconds(30)));
      assertThat(finish(task, MADE)).isPresent();
      assertThat(one.get(20, TimeUnit.SECONDS).state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(two.get(20, TimeUnit.SECONDS).state()).isEqualTo(TaskState.SUCCEEDED);
    }
    assertThat(tasks.await(task.id(), Duration.ZERO).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThatThrownBy(() -> tasks.await("no such task", Duration.ofSeconds(1)))
        .isInstanceOf(MynahException.class);
  }

  @Test
  void finishedTasksAreForgottenAfterTheirTimeAndOthersNot() {
    Task old = created();
    Task pending = created();
    assertThat(finish(old, MADE)).isPresent();
    clock.advance(Duration.ofDays(7));
    Task fresh = created();
    assertThat(finish(fresh, MADE)).isPresent();
    assertThat(tasks.deleteFinished(Duration.ofDays(7))).isZero();
    clock.advance(Duration.ofMillis(2));
    assertThat(tasks.deleteFinished(Duration.ofDays(7))).isEqualTo(1);
    assertThat(tasks.find(old.id())).isEmpty();
    assertThat(tasks.find(pending.id())).isPresent();
    assertThat(tasks.find(fresh.id())).isPresent();
  }

  @Test
  void theSameOrderUnderTheSameKeyIsTheSameTask() {
    TaskOrder order = order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "a"));
    assertThat(tasks.repeated(order, ANN)).isEmpty();

    Task first = create(order, ANN);
    Task second = create(order, ANN);

    assertThat(second).isEqualTo(first);
    assertThat(accepted).containsExactly(first.id());
    assertThat(tasks.repeated(order, ANN)).contains(first);
    assertThat(create(order, BOB).id()).as("another owner's key").isNotEqualTo(first.id());
    assertThat(create(order.withIdempotencyKey(key("twice", "a")), ANN).id())
        .as("another key")
        .isNotEqualTo(first.id());
  }

  @Test
  void anotherOrderUnderTheSameKeyIsRefused() {
    create(order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "a")), ANN);
    TaskOrder other = order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "b"));

    assertThatThrownBy(() -> create(other, ANN))
        .isInstanceOf(MynahException.class)
        .hasMessage("Idempotency-Key was used for another request.");
    assertThatThrownBy(() -> tasks.repeated(other, ANN)).isInstanceOf(MynahException.class);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void aRefusedOrderLeavesItsKeyFree() {
    TaskOrder order = order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "a"));
    assertThatThrownBy(
            () ->
                database.write(
                    tx ->
                        tasks.create(
                            tx,
                            order,
                            ANN,
                            id -> {
                              throw MynahException.overloaded("Full.", Duration.ofSeconds(1));
                            })))
        .hasMessage("Full.");

    assertThat(tasks.repeated(order, ANN)).isEmpty();
    create(order, ANN);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void ofTwentySameOrdersAtOnceOneBecomesATask() throws Exception {
    TaskOrder order = order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "a"));
    CyclicBarrier start = new CyclicBarrier(20);
    try (ExecutorService callers = Executors.newFixedThreadPool(20)) {
      List<Future<Task>> made = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        made.add(
            callers.submit(
                () -> {
                  start.await(20, TimeUnit.SECONDS);
                  return create(order, ANN);
                }));
      }
      Set<String> ids = new HashSet<>();
      for (Future<Task> task : made) {
        ids.add(task.get(20, TimeUnit.SECONDS).id());
      }
      assertThat(ids).hasSize(1).containsExactlyElementsOf(accepted);
    }
  }

  @Test
  void keysAreForgottenAfterTheirTime() {
    TaskOrder order = order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "a"));
    Task first = create(order, ANN);
    clock.advance(KEY_LIFETIME);
    assertThat(create(order, ANN)).isEqualTo(first);
    assertThat(tasks.deleteExpiredKeys()).isZero();

    clock.advance(Duration.ofMillis(1));
    assertThat(tasks.repeated(order, ANN)).isEmpty();
    Task second = create(order, ANN);
    assertThat(second.id()).as("before the key was cleared away").isNotEqualTo(first.id());

    clock.advance(KEY_LIFETIME.plusMillis(1));
    assertThat(tasks.deleteExpiredKeys()).isOne();
    assertThat(tasks.deleteExpiredKeys()).isZero();
    assertThat(create(order, ANN).id()).isNotEqualTo(second.id());
  }

  @Test
  void aKeyWhoseTaskIsGoneMayBeUsedAgain() {
    TaskOrder order = order(TaskType.FISH_TTS).withIdempotencyKey(key("once", "a"));
    Task first = create(order, ANN);
    assertThat(finish(first, MADE)).isPresent();
    clock.advance(Duration.ofHours(1));
    assertThat(tasks.deleteFinished(Duration.ofMinutes(1))).isOne();

    Task second = create(order, ANN);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(create(order, ANN)).isEqualTo(second);
  }

  @Test
  void historyShowsTheNewestFirstAndItsPartsFitTogether() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(create(order(i == 2 ? TaskType.AUDIOS : TaskType.FISH_TTS), ANN).id());
      clock.advance(Duration.ofSeconds(1));
    }
    create(order(TaskType.FISH_TTS), BOB);
    Instant end = clock.instant();

    assertThat(ids(new TaskQuery(null, null, null, null, 12, 0))).isEqualTo(made);
    assertThat(ids(new TaskQuery(null, null, null, null, 2, 2))).isEqualTo(made.subList(2, 4));
    assertThat(tasks.history(new TaskQuery(null, null, null, null, 2, 2), ANN).total())
        .isEqualTo(5);
    assertThat(ids(new TaskQuery(TaskType.AUDIOS, null, null, null, 12, 0)))
        .containsExactly(made.get(2));
    assertThat(ids(new TaskQuery(null, null, end.minusSeconds(4), end.minusSeconds(2), 12, 0)))
        .as("both ends count")
        .isEqualTo(made.subList(1, 4));
    assertThat(ids(new TaskQuery(null, null, null, null, 12, 5))).isEmpty();
  }

  @Test
  void historyCanBeOfOneState() {
    Task waiting = create(order(TaskType.FISH_TTS), ANN);
    Task ended = create(order(TaskType.FISH_TTS), ANN);
    assertThat(finish(ended, MADE)).isPresent();

    assertThat(ids(new TaskQuery(null, TaskState.PENDING, null, null, 12, 0)))
        .containsExactly(waiting.id());
    assertThat(ids(new TaskQuery(null, TaskState.SUCCEEDED, null, null, 12, 0)))
        .containsExactly(ended.id());
    assertThat(ids(new TaskQuery(null, TaskState.FAILED, null, null, 12, 0))).isEmpty();
    assertThat(tasks.attempts(waiting.id())).isZero();
    Optional<ClaimedTask> claimed = database.write(tx -> tasks.claim(tx, waiting.id()));
    assertThat(claimed).isPresent();
    assertThat(tasks.attempts(waiting.id())).isOne();
  }

  @Test
  void tasksAreFoundByTheirIdsAndTheirRequests() {
    Task one = created();
    Task two = create(order(TaskType.AUDIOS), ANN);
    Task others = create(order(TaskType.AUDIOS), BOB);

    assertThat(tasks.find(List.of(one.id(), others.id(), "x"), List.of(), ANN))
        .containsExactly(one);
    assertThat(tasks.find(List.of(), List.of(two.traceId(), "x"), ANN)).contains(one, two);
    assertThat(tasks.find(List.of(one.id()), List.of("x"), ANN)).containsExactly(one);
    assertThat(tasks.find(List.of(), List.of(), ANN)).isEmpty();
  }

  @Test
  void aHiddenTaskIsOutOfSightButGoesOn() {
    Task task = created();
    assertThat(tasks.hide(task.id(), BOB)).isFalse();
    assertThat(tasks.hide(task.id(), ANN)).isTrue();
    assertThat(tasks.hide(task.id(), ANN)).isFalse();

    assertThat(tasks.find(task.id(), ANN)).isEmpty();
    assertThat(tasks.history(new TaskQuery(null, null, null, null, 12, 0), ANN).total()).isZero();
    assertThat(finish(task, MADE)).isPresent();
    assertThat(heard).hasSize(1);
  }

  private List<String> ids(TaskQuery query) {
    return tasks.history(query, ANN).items().stream().map(Task::id).toList();
  }

  private static IdempotencyKey key(String key, String content) {
    return IdempotencyKey.of(
        key, "/fish/tts", JsonNodeFactory.instance.objectNode().put("text", content));
  }

  private Task create(TaskOrder order, Principal principal) {
    return database.write(
        tx ->
            tasks.create(
                tx,
                order,
                principal,
                id -> {
                  tx.afterCommit(() -> accepted.add(id));
                  return JsonNodeFactory.instance.objectNode();
                }));
  }

  private Optional<Task> finish(Task task, TaskResult result) {
    return database.write(tx -> tasks.finish(tx, task.id(), result));
  }

  private Optional<ClaimedTask> claim(Task task) {
    return database.write(tx -> tasks.claim(tx, task.id()));
  }

  private Task created() {
    JsonNode work = JsonNodeFactory.instance.objectNode().put("do", "this");
    return database.write(tx -> tasks.create(tx, order(TaskType.VOICES), ANN, id -> work));
  }

  private static TaskOrder order(TaskType type) {
    ObjectNode request =
        JsonNodeFactory.instance.objectNode().put("text", "with \u0000 and \uD83D\uDE00");
    return new TaskOrder(
        type,
        request,
        "0b5dbd5c-0000-4000-8000-000000000001",
        new Delivery("http://example.com/hook", true));
  }
}
