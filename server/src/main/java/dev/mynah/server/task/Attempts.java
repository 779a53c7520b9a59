package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is the same for every kind of work: a task is claimed, worked on, and then ended, given back
 * or left for another attempt.
 *
 * <p>Each claim has a number. A worker that was frozen for so long that its task was taken up by
 * another holds an old number, and {@link TaskService#finish(Transaction, ClaimedTask, TaskResult)}
 * lets it end nothing.
 */
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /** How old a task may grow while what it needs (database, disk, bucket) is away. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int WAITS_TO_AN_AGE = 4; // each wait is a quarter of the task's age

  private final Database database;
  private final TaskService tasks;
  private final int most;
  private final Duration retry;
  private final Clock clock;

  /** What one kind of work does. */
  public interface Job {
    /**
     * Does the work and ends the task, in one transaction, as succeeded.
     *
     * @throws MynahException why it can't be done; UNAVAILABLE if it may succeed later, OVERLOADED
     *     if it had to wait for its turn too long
     * @throws ClaimLostException if the task turns out to be no longer this worker's
     */
    void carryOut(ClaimedTask claimed, CancelSignal stopping);

    /** Clears away, in the transaction that ends the task as failed, what the work had held. */
    void failed(Transaction transaction, JsonNode work);
  }

  /**
   * @param most how often work on a task may be cut off before it is given up
   * @param retry wait after the first failure that isn't the caller's; longer ones follow
   */
  public Attempts(Database database, TaskService tasks, int most, Duration retry, Clock clock) {
    this.database = database;
    this.tasks = tasks;
    this.most = most;
    this.retry = retry;
    this.clock = clock;
  }

  /**
   * Makes an attempt at a task.
   *
   * @return when the next attempt is to be made, or empty if there is nothing left to do
   */
  public Optional<Instant> at(String taskId, CancelSignal stopping, Job job) {
    ClaimedTask claimed =
        database.write(transaction -> tasks.claim(transaction, taskId)).orElse(null);
    if (claimed == null) {
      return dropped(taskId);
    }
    if (claimed.attempts() > most) {
      MynahException failure =
          MynahException.of(
              ErrorCode.INTERNAL, "The server was stopped each time it worked on this task.");
      return end(claimed, failure, job);
    }
    try {
      job.carryOut(claimed, stopping);
      return Optional.empty();
    } catch (ClaimLostException e) {
      return dropped(taskId);
    } catch (MynahException e) {
      return isEnded(taskId) ? dropped(taskId) : afterFailure(claimed, e, stopping, job);
    } catch (RuntimeException e) {
      if (isEnded(taskId)) {
        return dropped(taskId);
      }
      return end(claimed, MynahException.of(ErrorCode.INTERNAL, "Internal server error.", e), job);
    }
  }

  /** Whether the task was ended from outside, e.g. with the voice it was for. */
  private boolean isEnded(String taskId) {
    return tasks.find(taskId).filter(task -> !task.state().finished()).isEmpty();
  }

  private Optional<Instant> dropped(String taskId) {
    LOG.info("Task {} was ended or taken up by another; this attempt is dropped", taskId);
    tasks.announce(taskId);
    return Optional.empty();
  }

  private Optional<Instant> afterFailure(
      ClaimedTask claimed, MynahException failure, CancelSignal stopping, Job job) {
    String taskId = claimed.task().id();
    boolean busy = failure.code() == ErrorCode.OVERLOADED;
    if (busy || stopping.cancelled()) {
      database.writing(transaction -> tasks.giveBack(transaction, claimed));
      LOG.info("Task {} was broken off and will be taken up again", taskId);
      return Optional.of(busy ? clock.instant().plus(retry) : clock.instant());
    }
    Duration age = Duration.between(claimed.task().createdAt(), clock.instant());
    if (failure.code() == ErrorCode.UNAVAILABLE && age.compareTo(PATIENCE) < 0) {
      // An outage is nobody's attempt: what was accepted outlives it.
      database.writing(transaction -> tasks.giveBack(transaction, claimed));
      Duration wait = waitAt(age);
      LOG.warn("Task {} will be tried again in {}: {}", taskId, wait, failure.getMessage());
      return Optional.of(clock.instant().plus(wait));
    }
    return end(claimed, failure, job);
  }

  private Duration waitAt(Duration age) {
    Duration wait = age.dividedBy(WAITS_TO_AN_AGE);
    if (wait.compareTo(retry) < 0) {
      return retry;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private Optional<Instant> end(ClaimedTask claimed, MynahException failure, Job job) {
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("Task {} failed", claimed.task().id(), failure);
    }
    database.writing(
        transaction -> {
          if (tasks.finish(transaction, claimed, TaskResult.of(failure)).isPresent()) {
            job.failed(transaction, claimed.work());
          }
        });
    return Optional.empty();
  }
}
