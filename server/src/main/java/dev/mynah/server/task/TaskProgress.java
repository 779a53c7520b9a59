package dev.mynah.server.task;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells owners how their tasks go while they do. Steps come from the {@link ProgressBoard}, as they
 * happen; what it can't know (a task that waits, or is another process's, or was worked on before a
 * restart) comes from the task itself, which is looked at about once a second. So everybody who
 * follows a task hears its end.
 */
public final class TaskProgress {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** So many changes of one step a second are enough for any eye. */
  private static final Duration LEAST_APART = Duration.ofMillis(50);

  private final TaskService tasks;
  private final ProgressBoard board;
  private final Function<String, OptionalInt> places;
  private final int most;
  private final Semaphore room;

  /**
   * @param places tells a waiting task's place by its id
   * @param most how many may follow tasks at a time
   */
  public TaskProgress(
      TaskService tasks, ProgressBoard board, Function<String, OptionalInt> places, int most) {
    this.tasks = tasks;
    this.board = board;
    this.places = places;
    this.most = most;
    this.room = new Semaphore(most);
  }

  /** Returns how many follow tasks just now. */
  public int followers() {
    return most - room.availablePermits();
  }

  /**
   * Follows a task until it has ended, or whoever listens has gone, or the server stops; tells how
   * it stands first.
   *
   * @param gone asked a few times a second
   * @throws MynahException with NOT_FOUND if the caller's owner has no such task, OVERLOADED if too
   *     many follow tasks, both before anything is told; UNAVAILABLE if interrupted
   * @throws IOException what the follower threw
   */
  public void follow(String id, Principal caller, TaskFollower follower, CancelSignal gone)
      throws IOException {
    if (tasks.find(id, caller).isEmpty()) {
      throw MynahException.of(ErrorCode.NOT_FOUND, "There is no such task.");
    }
    if (!room.tryAcquire()) {
      throw MynahException.overloaded(
          "Too many tasks are being watched; try again later.", Duration.ofSeconds(5));
    }
    try (ProgressBoard.Watch watch = board.watch(id)) {
      follow(id, caller, watch, follower, gone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    } finally {
      room.release();
    }
  }

  private void follow(
      String id,
      Principal caller,
      ProgressBoard.Watch watch,
      TaskFollower follower,
      CancelSignal gone)
      throws IOException, InterruptedException {
    @Nullable Standing told = null;
    Duration patience = Duration.ZERO; // how it stands is told at once
    while (!gone.cancelled() && !board.closed()) {
      List<Progress> news = watch.next(patience);
      for (Progress progress : news) {
        follower.at(progress);
        told = null;
      }
      if (news.isEmpty()) {
        Optional<Task> task = tasks.find(id, caller);
        if (task.isEmpty()) {
          follower.gone();
          return;
        }
        if (task.get().state().finished()) {
          follower.ended(task.get());
          return;
        }
        told = stand(task.get(), watch, told, follower);
      } else {
        Thread.sleep(LEAST_APART);
      }
      patience = LOOK;
    }
  }

  /** How a task stands that takes no steps here. */
  private record Standing(boolean waiting, OptionalInt place) {}

  private @Nullable Standing stand(
      Task task, ProgressBoard.Watch watch, @Nullable Standing told, TaskFollower follower)
      throws IOException {
    if (watch.underWay()) {
      follower.quiet();
      return told;
    }
    boolean waiting = task.state() == TaskState.PENDING;
    Standing now = new Standing(waiting, waiting ? places.apply(task.id()) : OptionalInt.empty());
    boolean begun = waiting && told != null && told.waiting() && now.place().isEmpty();
    if (now.equals(told) || begun) { // what has no place any more will be worked on any moment
      follower.quiet();
      return told;
    }
    if (waiting) {
      follower.waiting(now.place());
    } else {
      follower.running();
    }
    return now;
  }
}
