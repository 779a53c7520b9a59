package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of the work callers asked for. The features that do the work call {@link #create},
 * {@link #claim} and {@link #finish}, each within a transaction of theirs.
 */
public final class TaskService {
  private static final Logger LOG = LoggerFactory.getLogger(TaskService.class);
  private static final int ROWS_AT_ONCE = 500;

  /** How often a waiter looks for itself: another node may have done the work. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Database database;
  private final TaskRepository tasks = new TaskRepository();
  private final List<TaskListener> listeners;
  private final IdSource ids;
  private final Clock clock;
  private final ConcurrentHashMap<String, Waiters> waiting = new ConcurrentHashMap<>();

  /**
   * @param listeners told of every task, e.g. the ledger and the outbox of callbacks
   */
  public TaskService(Database database, List<TaskListener> listeners, IdSource ids, Clock clock) {
    this.database = database;
    this.listeners = List.copyOf(listeners);
    this.ids = ids;
    this.clock = clock;
  }

  /** Returns a task of the caller's owner, or empty if there is none of that id. */
  public Optional<Task> find(String id, Principal principal) {
    return database
        .read(transaction -> tasks.find(transaction, id))
        .filter(task -> task.ownerId().equals(principal.ownerId()));
  }

  /** Returns a task, whoever it belongs to. */
  public Optional<Task> find(String id) {
    return database.read(transaction -> tasks.find(transaction, id));
  }

  /**
   * Waits until a task has finished, woken by its end, and returns it; returns it as it is when the
   * time is over first.
   *
   * @throws MynahException with NOT_FOUND if there is no such task, UNAVAILABLE if interrupted
   */
  public Task await(String id, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Waiters waiters = waiting.compute(id, (key, old) -> (old == null ? new Waiters() : old).join());
    try {
      Task task = existing(id);
      long left = limit.toNanos();
      while (!task.state().finished() && left > 0) {
        boolean ended = waiters.ended.await(nextLook(left), TimeUnit.NANOSECONDS);
        left = deadline - System.nanoTime();
        if (ended || !database.isSqlite() || left <= 0) {
          task = existing(id);
        }
      }
      return task;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The server is stopping; ask for the task later.", e);
    } finally {
      waiting.computeIfPresent(id, (key, old) -> old.leave() ? null : old);
    }
  }

  private long nextLook(long leftNanos) {
    return database.isSqlite() ? leftNanos : Math.min(leftNanos, LOOK_AGAIN.toNanos());
  }

  private Task existing(String id) {
    return find(id)
        .orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "There is no such task."));
  }

  /**
   * Writes down a new task.
   *
   * @param work what the worker will need, kept until the task has finished
   * @throws MynahException what a listener throws, e.g. CREDIT_EXHAUSTED
   */
  public Task create(Transaction transaction, TaskOrder order, Principal principal, JsonNode work) {
    Task task =
        new Task(
            ids.uuid(),
            order.traceId(),
            principal.ownerId(),
            principal.tokenId(),
            order.type(),
            order.request(),
            order.price(),
            TaskState.PENDING,
            null,
            Rows.stored(clock.instant()),
            null,
            null);
    for (TaskListener listener : listeners) {
      listener.accepted(transaction, task);
    }
    tasks.insert(transaction, task, order.delivery(), work);
    return task;
  }

  /** Marks a task as being worked on; empty if it has finished already and nothing is to do. */
  public Optional<ClaimedTask> claim(Transaction transaction, String id) {
    return tasks.claim(transaction, id, clock.instant());
  }

  /** Gives a task back that was broken off because the server stops; this was no failed attempt. */
  public void giveBack(Transaction transaction, String id) {
    tasks.forgiveAttempt(transaction, id);
  }

  /**
   * Ends a task, and wakes who waits for it once the transaction has committed.
   *
   * @return the finished task; empty if it had finished already, and then nothing of this
   *     transaction should stay
   */
  public Optional<Task> finish(Transaction transaction, String id, TaskResult result) {
    if (!tasks.finish(transaction, id, result, clock.instant())) {
      return Optional.empty();
    }
    Task task = tasks.find(transaction, id).orElseThrow();
    Delivery delivery = tasks.delivery(transaction, id);
    for (TaskListener listener : listeners) {
      listener.finished(transaction, task, delivery);
    }
    transaction.afterCommit(() -> ended(task));
    return Optional.of(task);
  }

  /**
   * Writes down a task that was done while the caller waited.
   *
   * @throws MynahException what a listener throws, e.g. CREDIT_EXHAUSTED
   */
  public Task recordFinished(
      Transaction transaction,
      TaskOrder order,
      Principal principal,
      Instant startedAt,
      TaskResult result) {
    boolean failed = result instanceof TaskResult.TaskFailure;
    Instant start = Rows.stored(startedAt);
    Task task =
        new Task(
            ids.uuid(),
            order.traceId(),
            principal.ownerId(),
            principal.tokenId(),
            order.type(),
            order.request(),
            order.price(),
            failed ? TaskState.FAILED : TaskState.SUCCEEDED,
            result,
            start,
            start,
            Rows.stored(clock.instant()));
    tasks.insert(transaction, task, order.delivery(), null);
    for (TaskListener listener : listeners) {
      listener.recorded(transaction, task, order.delivery());
    }
    return task;
  }

  /** Forgets tasks that ended longer ago than this; returns how many. */
  public int deleteFinished(Duration olderThan) {
    Instant limit = clock.instant().minus(olderThan);
    return database.write(
        transaction -> tasks.deleteFinishedBefore(transaction, limit, ROWS_AT_ONCE));
  }

  private void ended(Task task) {
    if (task.result() instanceof TaskResult.TaskFailure failure) {
      LOG.info("Task {} ({}) failed with {}", task.id(), task.type(), failure.code());
    } else {
      LOG.info("Task {} ({}) succeeded", task.id(), task.type());
    }
    Waiters waiters = waiting.get(task.id());
    if (waiters != null) {
      waiters.ended.countDown();
    }
  }

  /** Those who wait for one task; counted so that the entry goes with the last of them. */
  private static final class Waiters {
    private final CountDownLatch ended = new CountDownLatch(1);
    private int count; // changed only inside compute, which runs one at a time to a key

    Waiters join() {
      count++;
      return this;
    }

    boolean leave() {
      count--;
      return count == 0;
    }
  }
}
