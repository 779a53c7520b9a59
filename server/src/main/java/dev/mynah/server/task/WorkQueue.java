package dev.mynah.server.task;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable queue: an entry is made in the transaction that gives it meaning, survives any crash,
 * and goes only when its work is done. Work starts as soon as a thread is free, not at the next
 * poll.
 *
 * <p>On SQLite there is one server, so whatever was running when it starts was cut off by the end
 * of the one before, and is freed at once. On PostgreSQL a node that starts frees at once what the
 * process that had its place before was working on, and a node whose heartbeat stops loses its
 * entries to the others. A node that only seemed dead may find that another has its entry; its work
 * must then come to nothing, which {@link Attempts} sees to for tasks.
 */
public final class WorkQueue {
  private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
  private static final Duration SQLITE_POLL = Duration.ofSeconds(5); // finds what is due later
  private static final int MISSED_HEARTBEATS = 4; // until a node counts as dead

  // An entry is taken whenever a thread is free, and never to wait behind another.
  private static final double TAKE_BELOW = 0.99;
  private static final double TAKE_AT_MOST = 1.0; // entries to a thread
  private static final Duration RETRY = Duration.ofSeconds(2); // after an unforeseen failure
  private static final Duration WRITE_AGAIN = Duration.ofMillis(500);
  private static final Duration CLOCK_CHECK = Duration.ofSeconds(1);
  private static final Duration CORRECTION =
      Duration.ofSeconds(2); // by which clocks are kept right
  private static final Duration BREAK_OFF = Duration.ofSeconds(5); // for work told to stop

  private final Database database;
  private final Kind kind;
  private final String node;
  private final Duration poll;
  private final Clock clock;
  private final CustomTask<Void> task;
  private final Scheduler scheduler;
  private final ScheduledExecutorService alarm;
  private final ClockWatch clockWatch;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean breakingOff;
  private volatile @Nullable WorkHandler handler; // null until started and after the stop

  /** The queues there are, each with a table of its own. */
  public enum Kind {
    CLONE,
    SPEECH,
    CALLBACK;

    private String lower() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String table() {
      return "queue_" + lower();
    }

    /** Callbacks only ever wait for the network, many at a time; the others keep a core busy. */
    private Thread.Builder threads() {
      return this == CALLBACK ? Thread.ofVirtual() : Thread.ofPlatform();
    }
  }

  /** A queue whose nodes share it in the usual way. */
  public WorkQueue(Database database, Kind kind, int threads, String node, Clock clock) {
    this(database, kind, threads, node, QueueSettings.DEFAULT, clock);
  }

  /**
   * @param threads how many entries are worked on at a time
   * @param node name of this process among those that share the database, which no process has that
   *     still runs; entries under this name were cut off
   */
  public WorkQueue(
      Database database, Kind kind, int threads, String node, QueueSettings settings, Clock clock) {
    this.database = database;
    this.kind = kind;
    this.node = node;
    this.poll = database.isSqlite() ? SQLITE_POLL : settings.poll();
    this.clock = clock;
    this.clockWatch = new ClockWatch(clock, System::nanoTime, CORRECTION);
    this.task =
        Tasks.custom(kind.lower(), Void.class)
            .onDeadExecutionRevive()
            .execute((instance, context) -> run(instance.getId()));
    ThreadFactory factory = kind.threads().name("mynah-" + kind.lower() + "-", 1).factory();
    ExecutorService executor = Executors.newFixedThreadPool(threads, factory);
    this.alarm =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mynah-" + kind.lower() + "-alarm").factory());
    SchedulerBuilder builder =
        Scheduler.create(database.writerSource(), task)
            .tableName(kind.table())
            .jdbcCustomization(customization())
            .schedulerName(new SchedulerName.Fixed(node))
            .threads(threads)
            .executorService(executor)
            .pollingInterval(poll)
            .heartbeatInterval(settings.takeover().dividedBy(MISSED_HEARTBEATS))
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(BREAK_OFF)
            .clock(clock::instant);
    if (!database.isSqlite()) {
      builder.pollUsingLockAndFetch(TAKE_BELOW, TAKE_AT_MOST);
    }
    this.scheduler = builder.build();
  }

  private JdbcCustomization customization() {
    return database.isSqlite()
        ? new SqliteJdbcCustomization()
        : new PostgreSqlJdbcCustomization(false, true);
  }

  /** Adds an entry to be worked on as soon as the transaction has committed. */
  public void add(Transaction transaction, String id) {
    add(transaction, id, clock.instant());
  }

  /** Adds an entry to be worked on at a time, or soon after the commit if that is past. */
  public void add(Transaction transaction, String id, Instant time) {
    SchedulerClient.Builder.create(new OpenConnection(transaction), task)
        .tableName(kind.table())
        .jdbcCustomization(customization())
        .build()
        .scheduleIfNotExists(task.instance(id), time);
    transaction.afterCommit(this::wake);
  }

  /** Takes an entry out of the queue; one that is being worked on stays. */
  public void withdraw(Transaction transaction, String id) {
    transaction
        .handle()
        .createUpdate(
            "delete from "
                + kind.table()
                + " where task_name = :name and task_instance = :id and picked = false")
        .bind("name", kind.lower())
        .bind("id", id)
        .execute();
  }

  private void wake() {
    if (handler != null) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  /** Starts working, first on what an earlier server left. */
  public void start(WorkHandler handler) {
    freeCutOffWork();
    this.handler = handler;
    scheduler.start();
    if (database.isSqlite()) {
      ScheduledFuture<?> unused =
          alarm.scheduleWithFixedDelay(
              this::followClock, CLOCK_CHECK.toMillis(), CLOCK_CHECK.toMillis(), MILLISECONDS);
    }
  }

  private void freeCutOffWork() {
    int freed =
        database.write(
            transaction ->
                transaction
                    .handle()
                    .createUpdate(
                        "update "
                            + kind.table()
                            + " set picked = false, picked_by = null, last_heartbeat = null,"
                            + " version = version + 1 where picked = true"
                            + " and (picked_by = :node or :alone)")
                    .bind("node", node)
                    .bind("alone", database.isSqlite())
                    .execute());
    if (freed > 0) {
      LOG.info("Taking up {} entries of the {} queue that a stop cut off", freed, kind.lower());
    }
  }

  /** Returns how many entries wait or are worked on. */
  public int size() {
    return database.read(this::size);
  }

  /** Returns how many entries wait or are worked on, as this transaction sees it. */
  public int size(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("select count(*) from " + kind.table())
        .mapTo(Integer.class)
        .one();
  }

  /** Returns which of the waiting entries this one is, from 1; empty if it isn't one of them. */
  public OptionalInt place(String id) {
    return database.read(transaction -> place(transaction, id));
  }

  private OptionalInt place(Transaction transaction, String id) {
    int place =
        transaction
            .handle()
            .createQuery(
                "select count(*) from TABLE own join TABLE other".replace("TABLE", kind.table())
                    + " on other.task_name = own.task_name and other.picked = false"
                    + " and other.execution_time <= own.execution_time"
                    + " where own.task_name = :name and own.task_instance = :id"
                    + " and own.picked = false")
            .bind("name", kind.lower())
            .bind("id", id)
            .mapTo(Integer.class)
            .one();
    return place == 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /**
   * Takes no new work, lets what runs finish, then tells the rest to break off. What was broken off
   * stays in the queue for the next start.
   *
   * @param grace how long running work may go on
   */
  public void stop(Duration grace) {
    if (handler == null) {
      return;
    }
    scheduler.pause();
    if (!awaitIdle(grace)) {
      LOG.info("Breaking off {} entries of the {} queue", running.get(), kind.lower());
    }
    breakingOff = true;
    if (!awaitIdle(BREAK_OFF)) {
      LOG.warn("{} entries of the {} queue don't break off", running.get(), kind.lower());
    }
    scheduler.stop();
    alarm.shutdownNow(); // after the last completion, which may set it
    handler = null;
  }

  private synchronized boolean awaitIdle(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toMillis(); running.get() > 0 && left > 0; ) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return running.get() == 0;
  }

  private CompletionHandler<Void> run(String id) {
    if (!underWay.add(id)) {
      // The clock was set forward, so that this very process looks dead to itself.
      return comeAgain(clock.instant().plus(RETRY));
    }
    running.incrementAndGet();
    try {
      WorkHandler worker = Objects.requireNonNull(handler, "only a started queue runs entries");
      Optional<Instant> again = worker.work(id, () -> breakingOff);
      return again
          .<CompletionHandler<Void>>map(this::comeAgain)
          .orElseGet(() -> (complete, operations) -> ifStillOurs(id, operations::remove));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return comeAgain(clock.instant());
    } catch (Exception e) {
      LOG.error("Entry {} of the {} queue failed and will be tried again", id, kind.lower(), e);
      return comeAgain(clock.instant().plus(RETRY));
    } finally {
      underWay.remove(id);
      ended();
    }
  }

  /** Puts an entry back, and looks for it in time if that is before the next poll. */
  private CompletionHandler<Void> comeAgain(Instant time) {
    return (complete, operations) -> {
      ifStillOurs(
          complete.getExecution().taskInstance.getId(),
          () -> operations.reschedule(complete, time));
      Duration until = Duration.between(clock.instant(), time);
      if (until.compareTo(poll) < 0 && !breakingOff) {
        ScheduledFuture<?> unused =
            alarm.schedule(this::wake, Math.max(1, until.toMillis() + 1), MILLISECONDS);
      }
    };
  }

  /** An entry may be another node's by now, if this one was frozen: then it is theirs to end. */
  private void ifStillOurs(String id, Runnable change) {
    try {
      untilWritten(id, change);
    } catch (ExecutionException e) {
      LOG.info("Entry {} of the {} queue was taken up by another node", id, kind.lower());
    }
  }

  /**
   * Writes down the end of work as soon as the database takes it: otherwise the entry would be held
   * until this process, which is well, were taken for dead.
   */
  private void untilWritten(String id, Runnable change) {
    while (true) {
      try {
        change.run();
        return;
      } catch (SQLRuntimeException e) {
        if (breakingOff || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warn("Entry {} of the {} queue waits for the database", id, kind.lower());
        LockSupport.parkNanos(WRITE_AGAIN.toNanos());
      }
    }
  }

  /**
   * Keeps what waits as far away as it was when the clock is set: a retry in five seconds is
   * neither an hour away nor overdue with all the others. Nodes that share a database go by its
   * entries and so must agree on the time among themselves; there, nothing is moved.
   */
  private void followClock() {
    try {
      Duration jump = clockWatch.jump();
      if (!jump.isZero()) {
        LOG.warn("The clock was set by {}; the {} queue follows it", jump, kind.lower());
        scheduler.fetchScheduledExecutions(entry -> move(entry, jump));
        wake();
      }
    } catch (RuntimeException e) {
      LOG.error("The {} queue could not follow the clock", kind.lower(), e);
    }
  }

  private void move(ScheduledExecution<Object> entry, Duration jump) {
    Instant noticed = clock.instant().minus(CLOCK_CHECK.multipliedBy(2));
    if (jump.isPositive() && !entry.getExecutionTime().isBefore(noticed)) {
      return; // put down after the jump, or so far away that it isn't overdue by it
    }
    try {
      boolean unused =
          scheduler.reschedule(entry.getTaskInstance(), entry.getExecutionTime().plus(jump));
    } catch (DbSchedulerException begun) {
      LOG.debug("Entry {} was begun before it was moved", entry.getTaskInstance().getId());
    }
  }

  private synchronized void ended() {
    running.decrementAndGet();
    notifyAll();
  }
}
