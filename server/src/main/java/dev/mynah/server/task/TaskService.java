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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of the work callers asked for. The features that do the work call {@link #create},
 * {@link #claim} and {@link #finish}, each within a transaction of theirs.
 */
public final class TaskService {
  private static final Logger LOG = LoggerFactory.getLogger(TaskService.class);
  private static final int ROWS_AT_ONCE = 500;
  private static final String KEY_SUBJECT = "task";

  /** How often a waiter looks for itself: another node may have done the work. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Database database;
  private final TaskRepository tasks = new TaskRepository();
  private final TaskHistoryRepository history = new TaskHistoryRepository();
  private final List<TaskListener> listeners;
  private final IdempotencyKeys keys;
  private final IdSource ids;
  private final Clock clock;
  private final ConcurrentHashMap<String, Waiters> waiting = new ConcurrentHashMap<>();

  /**
   * @param listeners told of every task, e.g. the ledger and the outbox of callbacks
   * @param keys under which requests may be repeated
   */
  public TaskService(
      Database database,
      List<TaskListener> listeners,
      IdempotencyKeys keys,
      IdSource ids,
      Clock clock) {
    this.database = database;
    this.listeners = List.copyOf(listeners);
    this.keys = keys;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Returns a task of the caller's owner, or empty if there is none of that id or it was taken out
   * of sight.
   */
  public Optional<Task> find(String id, Principal principal) {
    return find(List.of(id), List.of(), principal).stream().findFirst();
  }

  /**
   * Returns those tasks of the caller's owner that have one of these ids or came of one of these
   * requests, the newest first; without what was taken out of sight.
   */
  public List<Task> find(Collection<String> ids, Collection<String> traceIds, Principal principal) {
    return database.read(
        transaction -> history.find(transaction, principal.ownerId(), ids, traceIds));
  }

  /** Returns a part of the tasks of the caller's owner. */
  public TaskPage history(TaskQuery query, Principal principal) {
    return database.read(transaction -> history.page(transaction, principal.ownerId(), query));
  }

  /**
   * Takes a task out of its owner's sight. The work behind it goes on, and who asked for a callback
   * gets it.
   *
   * @return whether the caller's owner has such a task and saw it until now
   */
  public boolean hide(String id, Principal principal) {
    return database.write(
        transaction -> history.hide(transaction, principal.ownerId(), id, clock.instant()));
  }

  /** Returns how often work on a task was begun; 0 for what was done while the caller waited. */
  public int attempts(String id) {
    return database.read(transaction -> tasks.attempts(transaction, id));
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
   * Returns the task that the same order was given before, under the same key.
   *
   * @throws MynahException if the key was used for another order
   */
  public Optional<Task> repeated(TaskOrder order, Principal principal) {
    IdempotencyKey key = order.idempotencyKey();
    return key == null
        ? Optional.empty()
        : database.read(
            transaction ->
                keys.find(transaction, principal.ownerId(), key)
                    .flatMap(used -> tasks.find(transaction, used.id())));
  }

  /**
   * Writes down a new task, or returns the one that the same order was given before.
   *
   * @param accept called with the id of a new task to write down what goes with it, and not called
   *     for an order given before; returns what the worker will need, kept until the task has
   *     finished
   * @throws MynahException if the order's key was used for another order, and what a listener
   *     throws, e.g. CREDIT_EXHAUSTED
   */
  public Task create(
      Transaction transaction,
      TaskOrder order,
      Principal principal,
      Function<String, JsonNode> accept) {
    String id = ids.uuid();
    Optional<Task> before = claimKey(transaction, order, principal, id);
    if (before.isPresent()) {
      return before.get();
    }
    Task task =
        new Task(
            id,
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
    tasks.insert(transaction, task, order.delivery(), accept.apply(id));
    return task;
  }

  private Optional<Task> claimKey(
      Transaction transaction, TaskOrder order, Principal principal, String id) {
    IdempotencyKey key = order.idempotencyKey();
    if (key == null) {
      return Optional.empty();
    }
    IdempotencyKeys.Subject fresh = new IdempotencyKeys.Subject(KEY_SUBJECT, id);
    IdempotencyKeys.Subject claimed = keys.claim(transaction, principal.ownerId(), key, fresh);
    if (claimed.equals(fresh)) {
      return Optional.empty();
    }
    Optional<Task> before = tasks.find(transaction, claimed.id());
    if (before.isEmpty()) { // it has had its time, and so has the key
      keys.forget(transaction, principal.ownerId(), key);
      keys.claim(transaction, principal.ownerId(), key, fresh);
    }
    return before;
  }

  /** Marks a task as being worked on; empty if it has finished already and nothing is to do. */
  public Optional<ClaimedTask> claim(Transaction transaction, String id) {
    return tasks.claim(transaction, id, clock.instant());
  }

  /** Gives a task back that was broken off because the server stops; this was no failed attempt. */
  void giveBack(Transaction transaction, ClaimedTask claimed) {
    tasks.forgiveAttempt(transaction, claimed.task().id(), claimed.attempts());
  }

  /**
   * Ends a task for the worker that claimed it, unless it was ended or claimed again meanwhile: a
   * worker that was frozen for a while can't end what another has taken up.
   *
   * @return the finished task; empty if it is no longer this worker's, and then nothing of this
   *     transaction should stay
   */
  public Optional<Task> finish(Transaction transaction, ClaimedTask claimed, TaskResult result) {
    return finish(transaction, claimed.task().id(), claimed.attempts(), result);
  }

  /**
   * Ends a task, whoever works on it, and wakes who waits for it once the transaction has
   * committed.
   *
   * @return the finished task; empty if it had finished already, and then nothing of this
   *     transaction should stay
   */
  public Optional<Task> finish(Transaction transaction, String id, TaskResult result) {
    return finish(transaction, id, TaskRepository.ANY_ATTEMPT, result);
  }

  private Optional<Task> finish(
      Transaction transaction, String id, int attempt, TaskResult result) {
    if (!tasks.finish(transaction, id, attempt, result, clock.instant())) {
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

  /** Wakes who waits here for a task that another process has ended. */
  public void announce(String id) {
    find(id).filter(task -> task.state().finished()).ifPresent(this::ended);
  }

  /** Returns what was put down for the worker of a task; empty once it has ended. */
  public Optional<JsonNode> work(Transaction transaction, String id) {
    return tasks.work(transaction, id);
  }

  /** Forgets what was asked for and with what; the tasks themselves and their ends stay. */
  public void forget(Transaction transaction, Collection<String> ids) {
    ids.forEach(id -> tasks.forget(transaction, id));
  }

  /** Forgets tasks that ended longer ago than this; returns how many. */
  public int deleteFinished(Duration olderThan) {
    Instant limit = clock.instant().minus(olderThan);
    return database.write(
        transaction -> tasks.deleteFinishedBefore(transaction, limit, ROWS_AT_ONCE));
  }

  /** Forgets some of the keys for repeats that have had their time; returns how many. */
  public int deleteExpiredKeys() {
    return database.write(transaction -> keys.deleteExpired(transaction, ROWS_AT_ONCE));
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
