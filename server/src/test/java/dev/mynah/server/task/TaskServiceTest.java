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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private static final TaskResult MADE = new TaskResult.VoiceMade("a".repeat(32));

  private final Database database;
  private final SetClock clock = new SetClock();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final TaskService tasks;

  TaskServiceTest(DatabaseKind kind, @TempDir Path folder) {
    this.database = kind.open(folder);
    TaskListener listener =
        (transaction, task, delivery) -> heard.add(task.id() + " " + delivery.callbackUrl());
    this.tasks = new TaskService(database, List.of(listener), new CountedIds(), clock);
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
  void countsAttemptsButNotThoseBrokenOffOnPurpose() {
    Task task = created();
    assertThat(claim(task).orElseThrow().attempts()).isOne();
    database.writing(tx -> tasks.giveBack(tx, task.id()));
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

  private Optional<Task> finish(Task task, TaskResult result) {
    return database.write(tx -> tasks.finish(tx, task.id(), result));
  }

  private Optional<ClaimedTask> claim(Task task) {
    return database.write(tx -> tasks.claim(tx, task.id()));
  }

  private Task created() {
    ObjectNode request =
        JsonNodeFactory.instance.objectNode().put("text", "with \u0000 and \uD83D\uDE00");
    JsonNode work = JsonNodeFactory.instance.objectNode().put("do", "this");
    TaskOrder order =
        new TaskOrder(
            TaskType.VOICES,
            request,
            "0b5dbd5c-0000-4000-8000-000000000001",
            new Delivery("http://example.com/hook", true));
    return database.write(tx -> tasks.create(tx, order, ANN, work));
  }
}
