package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class AttemptsTest {
  private static final Principal ANN = new Principal("ann", "key", Set.of(Scope.SPEAK));
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final int MOST = 3;

  private final Database database;
  private final SetClock clock = new SetClock();
  private final TaskService tasks;
  private final Attempts attempts;

  AttemptsTest(DatabaseKind kind, @TempDir Path folder) {
    this.database = kind.open(folder);
    IdempotencyKeys keys = new IdempotencyKeys(Duration.ofHours(24), clock);
    this.tasks = new TaskService(database, List.of(), keys, new CountedIds(), clock);
    this.attempts = new Attempts(database, tasks, MOST, RETRY, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anOutageUsesUpNoAttemptAndIsWaitedForLongerAndLonger() {
    Task task = created();
    FailingJob outage = new FailingJob(ErrorCode.UNAVAILABLE);
    List<Duration> waits = new ArrayList<>();
    Optional<Instant> next = attempts.at(task.id(), CancelSignal.NEVER, outage);
    while (next.isPresent()) {
      waits.add(Duration.between(clock.instant(), next.get()));
      clock.advance(waits.getLast());
      next = attempts.at(task.id(), CancelSignal.NEVER, outage);
    }
    assertThat(waits)
        .as("waits")
        .hasSizeGreaterThan(MOST)
        .startsWith(RETRY)
        .isSorted()
        .endsWith(Duration.ofMinutes(5));
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .as("how long it was waited in all")
        .isBetween(Duration.ofHours(1), Duration.ofMinutes(65));
    assertThat(tasks.find(task.id(), ANN).orElseThrow().result())
        .as("the end after an hour")
        .isEqualTo(new TaskResult.TaskFailure(ErrorCode.UNAVAILABLE, "no luck", null));
    assertThat(outage.cleared).as("what the work held was cleared away").isEqualTo(1);
  }

  @Test
  void workThatIsCutOffEachTimeIsGivenUp() {
    Task task = created();
    for (int cutOff = 0; cutOff < MOST; cutOff++) {
      Optional<ClaimedTask> claimed =
          database.write(transaction -> tasks.claim(transaction, task.id()));
      assertThat(claimed).isPresent();
    }
    FailingJob never = new FailingJob(ErrorCode.UNAVAILABLE);
    assertThat(attempts.at(task.id(), CancelSignal.NEVER, never)).isEmpty();
    assertThat(never.begun).as("work begun once more").isZero();
    assertThat(tasks.find(task.id(), ANN).orElseThrow().state()).isEqualTo(TaskState.FAILED);
  }

  @Test
  void aCallersMistakeEndsTheTaskAtOnce() {
    Task task = created();
    FailingJob mistake = new FailingJob(ErrorCode.FETCH_REFUSED);
    assertThat(attempts.at(task.id(), CancelSignal.NEVER, mistake)).isEmpty();
    assertThat(tasks.find(task.id(), ANN).orElseThrow().result())
        .isEqualTo(new TaskResult.TaskFailure(ErrorCode.FETCH_REFUSED, "no luck", null));
  }

  private Task created() {
    TaskOrder order =
        new TaskOrder(
            TaskType.FISH_TTS,
            JsonNodeFactory.instance.objectNode(),
            "trace",
            new Delivery(null, true));
    JsonNode work = JsonNodeFactory.instance.objectNode();
    return database.write(transaction -> tasks.create(transaction, order, ANN, id -> work));
  }

  /** Work that never succeeds. */
  private static final class FailingJob implements Attempts.Job {
    private final ErrorCode code;
    private int begun;
    private int cleared;

    FailingJob(ErrorCode code) {
      this.code = code;
    }

    @Override
    public void carryOut(ClaimedTask claimed, CancelSignal stopping) {
      begun++;
      throw MynahException.of(code, "no luck");
    }

    @Override
    public void failed(Transaction transaction, JsonNode work) {
      cleared++;
    }
  }
}
