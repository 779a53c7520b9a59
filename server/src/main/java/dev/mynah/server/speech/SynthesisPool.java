package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of threads that speak, with a bounded queue before them. Owners take turns: one
 * who asks for a hundred texts at once doesn't keep another waiting for more than the one that is
 * next. Platform threads, as the network's native code would pin virtual ones.
 */
public final class SynthesisPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SynthesisPool.class);
  private static final Duration FIRST_GUESS = Duration.ofSeconds(1); // of what a text takes
  private static final Duration BREAK_OFF = Duration.ofSeconds(5); // for work told to stop

  private final int maxWaiting;
  private final Pace pace = new Pace(FIRST_GUESS);
  private final List<Thread> workers = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Each owner's waiting work, the owner whose turn it is first. Guarded by the lock. */
  private final LinkedHashMap<String, Queue<Job<?>>> waiting = new LinkedHashMap<>();

  private long jobs; // guarded by the lock

  private int waitingCount; // guarded by the lock
  private int running; // guarded by the lock
  private boolean closed; // guarded by the lock
  private volatile boolean breakingOff;

  private static final class Job<T> extends FutureTask<T> {
    private final Step step;
    private long number; // later work has higher numbers

    Job(Callable<T> work, Step step) {
      super(work);
      this.step = step;
    }

    /** What is due sooner comes first; System.nanoTime may run over, so only differences count. */
    static int byUrgency(Job<?> one, Job<?> other) {
      int due = Long.signum(one.step.due() - other.step.due());
      return due != 0 ? due : Long.compare(one.number, other.number);
    }

    @Override
    protected void done() {
      step.whenDone().run();
    }
  }

  /**
   * @param workers threads, at least 1
   * @param maxWaiting how much work may wait for a thread, 0 or more
   */
  public SynthesisPool(int workers, int maxWaiting) {
    this.maxWaiting = maxWaiting;
    for (int i = 1; i <= workers; i++) {
      this.workers.add(Thread.ofPlatform().name("mynah-synthesis-" + i).start(this::serve));
    }
  }

  /**
   * Adds work for a waiting caller.
   *
   * @throws MynahException with OVERLOADED when the queue is full, UNAVAILABLE when the server
   *     stops
   */
  public <T> FutureTask<T> submit(String ownerId, Callable<T> work) {
    return add(ownerId, work, Step.soon(true));
  }

  /**
   * A step of longer work for a caller who does other things meanwhile.
   *
   * @param due when it is needed, by System.nanoTime: of one owner's work what is due first is done
   *     first
   * @param refusable whether a full queue refuses it: only the first step
   * @param whenDone called when the step has ended, however it ended
   */
  record Step(long due, boolean refusable, Runnable whenDone) {
    static Step soon(boolean refusable) {
      return new Step(System.nanoTime(), refusable, () -> {});
    }
  }

  /**
   * Adds a step.
   *
   * @throws MynahException with OVERLOADED when the queue is full, UNAVAILABLE when the server
   *     stops
   */
  <T> FutureTask<T> submitStep(String ownerId, Step step, Callable<T> work) {
    return add(ownerId, work, step);
  }

  /** Adds work whose number is bounded elsewhere: it always finds a place. */
  <T> FutureTask<T> submitBounded(String ownerId, Callable<T> work) {
    return add(ownerId, work, Step.soon(false));
  }

  private <T> FutureTask<T> add(String ownerId, Callable<T> work, Step step) {
    Job<T> job = new Job<>(work, step);
    lock.lock();
    try {
      refuseWhenClosed();
      if (step.refusable()) {
        refuseWhenFull();
      }
      job.number = jobs++;
      waiting.computeIfAbsent(ownerId, owner -> new PriorityQueue<>(Job::byUrgency)).add(job);
      waitingCount++;
      changed.signalAll();
      return job;
    } finally {
      lock.unlock();
    }
  }

  private void refuseWhenFull() {
    int idle = workers.size() - running;
    if (waitingCount >= maxWaiting + idle) {
      throw MynahException.overloaded(
          "All speech workers are busy and the queue is full; try again later.",
          pace.waitBehind(waitingCount + running, workers.size()));
    }
  }

  /**
   * Refuses at once who would be refused now.
   *
   * @throws MynahException with OVERLOADED when the queue is full, UNAVAILABLE when the server
   *     stops
   */
  void checkRoom() {
    lock.lock();
    try {
      refuseWhenClosed();
      refuseWhenFull();
    } finally {
      lock.unlock();
    }
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The server is stopping; try again in a moment.");
    }
  }

  /** Returns how much work waits for a thread. */
  public int waiting() {
    lock.lock();
    try {
      return waitingCount;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many threads are speaking. */
  public int running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** Turns true when the server's grace is over and work should break off. */
  public CancelSignal stopping() {
    return () -> breakingOff;
  }

  /**
   * Takes no new work, lets what is there finish, then tells the rest to break off.
   *
   * @param grace how long the work may go on
   */
  public void stop(Duration grace) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      awaitIdle(grace);
      breakingOff = true;
      if (!awaitIdle(BREAK_OFF)) {
        LOG.warn("{} texts don't break off", running);
      }
    } catch (InterruptedException e) {
      breakingOff = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private boolean awaitIdle(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    while (running + waitingCount > 0 && left > 0) {
      left = changed.awaitNanos(left);
    }
    return running + waitingCount == 0;
  }

  private void serve() {
    for (Job<?> job = next(); job != null; job = next()) {
      long start = System.nanoTime();
      job.run();
      finished(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Waits for work; null when there will be none any more. */
  private @Nullable Job<?> next() {
    lock.lock();
    try {
      while (waitingCount == 0) {
        if (closed) {
          return null;
        }
        changed.awaitUninterruptibly();
      }
      Map.Entry<String, Queue<Job<?>>> turn = waiting.pollFirstEntry();
      Job<?> job = turn.getValue().remove();
      if (!turn.getValue().isEmpty()) {
        waiting.putLast(turn.getKey(), turn.getValue());
      }
      waitingCount--;
      running++;
      return job;
    } finally {
      lock.unlock();
    }
  }

  private void finished(Duration took) {
    pace.took(took);
    lock.lock();
    try {
      running--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the threads have ended, after a stop. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (Thread worker : workers) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      worker.join(Math.max(1, left));
      if (worker.isAlive()) {
        return false;
      }
    }
    return true;
  }
}
