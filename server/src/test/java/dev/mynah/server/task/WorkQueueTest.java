package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class WorkQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration TAKEOVER = Duration.ofMillis(400);

  private final Database database;
  private final WorkQueue queue;
  private final List<String> worked = new CopyOnWriteArrayList<>();

  WorkQueueTest(DatabaseKind kind, @TempDir Path folder) {
    this.database = kind.open(folder);
    this.queue = queue(WorkQueue.Kind.CLONE);
  }

  private WorkQueue queue(WorkQueue.Kind kind) {
    return queue(kind, "test", Duration.ofSeconds(5));
  }

  private WorkQueue queue(WorkQueue.Kind kind, String node, Duration poll) {
    QueueSettings settings = new QueueSettings(poll, TAKEOVER);
    return new WorkQueue(database, kind, 2, node, settings, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    queue.stop(Duration.ZERO);
    database.close();
  }

  @Test
  void worksOnAnEntryAsSoonAsItsTransactionHasCommitted() {
    queue.start(this::note);
    long start = System.nanoTime();
    database.writing(transaction -> queue.add(transaction, "one"));
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> worked.contains("one"));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("as soon as it can")
        .isLessThan(Duration.ofSeconds(3));
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(worked).containsExactly("one");
  }

  @Test
  void anEntryGoesWithTheTransactionThatFails() {
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      queue.add(transaction, "never");
                      assertThat(queue.size(transaction)).isEqualTo(1);
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(queue.size()).isZero();
    queue.start(this::note);
    database.writing(transaction -> queue.add(transaction, "after"));
    Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("after"));
    assertThat(worked).doesNotContain("never");
  }

  /** The scheduler's library has exceptions of its own, which must be understood as well. */
  @Test
  void aDatabaseLostWhileAnEntryIsMadeIsUnavailable() {
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      cutOff(transaction);
                      queue.add(transaction, "lost");
                    }))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private void cutOff(Transaction transaction) {
    if (database.isSqlite()) {
      transaction.handle().execute("PRAGMA query_only = true"); // as on a disk gone read-only
      return;
    }
    int process =
        transaction.handle().createQuery("select pg_backend_pid()").mapTo(Integer.class).one();
    boolean ended =
        database.write(
            other ->
                other
                    .handle()
                    .createQuery("select pg_terminate_backend(:process)")
                    .bind("process", process)
                    .mapTo(Boolean.class)
                    .one());
    assertThat(ended).isTrue();
  }

  @Test
  void entriesWaitForTheStartAndTheSameEntryIsThereOnce() {
    database.writing(
        transaction -> {
          queue.add(transaction, "early");
          queue.add(transaction, "early");
        });
    assertThat(queue.size()).isEqualTo(1);
    queue.start(this::note);
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(worked).containsExactly("early");
  }

  @Test
  void anEntryComesAgainWhenItsWorkSaysSoOrFails() {
    queue.start(
        (id, stopping) -> {
          worked.add(id);
          if (worked.size() == 1) {
            return Optional.of(Instant.now());
          }
          if (worked.size() == 2) {
            throw new IllegalStateException("the worker has a bad moment");
          }
          return Optional.empty();
        });
    database.writing(transaction -> queue.add(transaction, "again"));
    Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    assertThat(worked).containsExactly("again", "again", "again");
  }

  @Test
  void oneKindOfWorkDoesNotWaitBehindAnother() {
    CountDownLatch clonesMayEnd = new CountDownLatch(1);
    WorkQueue callbacks = queue(WorkQueue.Kind.CALLBACK);
    queue.start(
        (id, stopping) -> {
          clonesMayEnd.await();
          return Optional.empty();
        });
    callbacks.start(this::note);
    try {
      database.writing(
          transaction -> {
            for (int i = 0; i < 5; i++) {
              queue.add(transaction, "clone " + i);
            }
          });
      database.writing(transaction -> callbacks.add(transaction, "callback"));
      Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("callback"));
    } finally {
      clonesMayEnd.countDown();
      callbacks.stop(Duration.ZERO);
    }
  }

  @Test
  void aStopLetsShortWorkFinish() {
    CountDownLatch begun = new CountDownLatch(1);
    queue.start(
        (id, stopping) -> {
          begun.countDown();
          Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("stop is under way"));
          return note(id, stopping);
        });
    database.writing(transaction -> queue.add(transaction, "short"));
    awaitLatch(begun);
    Thread stopper = Thread.ofPlatform().start(() -> queue.stop(PATIENCE));
    worked.add("stop is under way");
    Awaitility.await().atMost(PATIENCE).until(() -> !stopper.isAlive());
    assertThat(worked).contains("short");
    assertThat(queue.size()).isZero();
  }

  @Test
  void aStopPutsLongWorkBackForTheNextStart() {
    CountDownLatch begun = new CountDownLatch(1);
    queue.start(
        (id, stopping) -> {
          begun.countDown();
          Awaitility.await().atMost(PATIENCE).until(stopping::cancelled);
          return Optional.of(Instant.now());
        });
    database.writing(transaction -> queue.add(transaction, "long"));
    awaitLatch(begun);
    queue.stop(Duration.ofMillis(50));
    assertThat(queue.size()).isEqualTo(1);
    WorkQueue next = queue(WorkQueue.Kind.CLONE);
    next.start(this::note);
    try {
      Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("long"));
    } finally {
      next.stop(Duration.ZERO);
    }
  }

  @Test
  void aNewProcessTakesUpAtOnceWhatTheOneBeforeInItsPlaceWasAt() {
    database.writing(transaction -> queue.add(transaction, "cut off"));
    pick("cut off", "test", Instant.now());
    queue.start(this::note);
    Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("cut off"));
  }

  @Test
  void theEntryOfANodeThatLivesIsLeftToItAndThatOfASilentOneTakenUp() {
    assumeFalse(database.isSqlite(), "one server to an SQLite file");
    database.writing(
        transaction -> {
          queue.add(transaction, "of the living");
          queue.add(transaction, "of the silent");
        });
    pick("of the living", "another", Instant.now().plus(PATIENCE));
    pick("of the silent", "third", Instant.now().minus(TAKEOVER.multipliedBy(2)));
    queue.start(this::note);
    Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("of the silent"));
    assertThat(worked).doesNotContain("of the living");
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void whatAnotherNodeQueuedAndCannotGetToIsFoundByPolling() {
    assumeFalse(database.isSqlite(), "one server to an SQLite file");
    WorkQueue idle = queue(WorkQueue.Kind.CLONE, "idle", Duration.ofMillis(20));
    idle.start(this::note);
    try {
      database.writing(transaction -> queue.add(transaction, "elsewhere"));
      Awaitility.await().atMost(PATIENCE).until(() -> worked.contains("elsewhere"));
    } finally {
      idle.stop(Duration.ZERO);
    }
  }

  @Test
  void nodesThatStartTogetherWorkOnEachEntryOnce() {
    assumeFalse(database.isSqlite(), "one server to an SQLite file");
    WorkQueue other = queue(WorkQueue.Kind.CLONE, "other", Duration.ofMillis(20));
    database.writing(
        transaction -> {
          for (int i = 0; i < 200; i++) {
            queue.add(transaction, "entry " + i);
          }
        });
    queue.start(this::note);
    other.start(this::note);
    try {
      Awaitility.await().atMost(PATIENCE).until(() -> queue.size() == 0);
    } finally {
      other.stop(Duration.ZERO);
    }
    assertThat(worked).hasSize(200).doesNotHaveDuplicates();
  }

  /** Makes an entry look as if a node were at it. */
  private void pick(String id, String node, Instant heartbeat) {
    database.writing(
        transaction ->
            transaction
                .handle()
                .createUpdate(
                    "update queue_clone set picked = true, picked_by = :node,"
                        + " last_heartbeat = :heartbeat where task_instance = :id")
                .bind("node", node)
                .bind("heartbeat", heartbeat)
                .bind("id", id)
                .execute());
  }

  private Optional<Instant> note(String id, CancelSignal stopping) {
    worked.add(id);
    return Optional.empty();
  }

  private static void awaitLatch(CountDownLatch latch) {
    Awaitility.await().atMost(PATIENCE).until(() -> latch.getCount() == 0);
  }
}
