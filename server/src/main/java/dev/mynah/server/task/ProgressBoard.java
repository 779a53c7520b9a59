package dev.mynah.server.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the work of this process has come, in memory: workers write, any number of watchers read.
 * An entry lives as long as somebody works on its task or watches it, so there are never more than
 * workers and watchers. It holds the steps since the work began, each as far as it came, so that a
 * watcher sees all of them however short they were. Whoever needs the outcome asks the task itself.
 */
public final class ProgressBoard implements AutoCloseable {
  private static final int MOST_STEPS = 64; // more than work on the most recordings has

  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Notes that work on a task begins here; {@link #end} it. */
  public void begin(String taskId) {
    join(taskId).begin();
  }

  /** Returns what takes the steps of a task that is worked on here. */
  public ProgressListener listener(String taskId) {
    Entry entry = entries.get(taskId);
    return entry == null ? ProgressListener.NONE : entry::add;
  }

  /** Notes that work on a task has ended here, well or badly or for now. */
  public void end(String taskId) {
    Entry entry = entries.get(taskId);
    if (entry != null) {
      entry.end();
      leave(taskId);
    }
  }

  /** Looks at a task, also before work on it has begun; to be closed. */
  public Watch watch(String taskId) {
    return new Watch(taskId, join(taskId));
  }

  /** Returns how many tasks are worked on or watched. */
  int size() {
    return entries.size();
  }

  private Entry join(String taskId) {
    return entries.compute(taskId, (id, old) -> (old == null ? new Entry() : old).join());
  }

  private void leave(String taskId) {
    entries.computeIfPresent(taskId, (id, old) -> old.leave() ? null : old);
  }

  /** Whether the server stops, so that nobody should go on watching. */
  boolean closed() {
    return closed;
  }

  /** Lets no watcher wait any more. */
  @Override
  public void close() {
    closed = true;
    entries.values().forEach(Entry::wake);
  }

  /** One watcher's look at one task. Used by one thread. */
  public final class Watch implements AutoCloseable {
    private final String taskId;
    private final Entry entry;
    private final Place place;

    private Watch(String taskId, Entry entry) {
      this.taskId = taskId;
      this.entry = entry;
      this.place = entry.newcomer();
    }

    /**
     * Returns what is new since the last call, in order: steps begun and the last one as far as it
     * has come. The first call begins with the step that is being done.
     *
     * @param patience how long to wait for something new, or for the end of the work
     * @return empty if there is nothing new
     */
    public List<Progress> next(Duration patience) throws InterruptedException {
      return entry.next(place, closed ? Duration.ZERO : patience);
    }

    /** Returns whether somebody works on the task in this process. */
    public boolean underWay() {
      return entry.underWay();
    }

    @Override
    public void close() {
      leave(taskId);
    }
  }

  /** How much a watcher has seen. */
  private static final class Place {
    private int run; // which attempt, counted from 1; 0 for none
    private int steps; // how many steps of it
    private @Nullable Progress last; // the newest of them, as it was then
    private int endedRun; // the last attempt whose end was seen
  }

  /** The steps of one task. */
  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Progress> steps = new ArrayList<>(); // of this attempt, guarded by lock
    private int run; // guarded by lock
    private boolean working; // guarded by lock
    private boolean woken; // guarded by lock
    private int users; // changed only inside compute, which runs one at a time to a key

    Entry join() {
      users++;
      return this;
    }

    boolean leave() {
      users--;
      return users == 0;
    }

    /** A watcher who comes late sees the step that is being done; what went before is history. */
    Place newcomer() {
      return locked(
          () -> {
            Place place = new Place();
            place.run = run;
            place.endedRun = working ? run - 1 : run;
            place.steps = working ? Math.max(0, steps.size() - 1) : steps.size();
            place.last = place.steps == 0 ? null : steps.get(place.steps - 1);
            return place;
          });
    }

    void begin() {
      change(
          () -> {
            run++;
            steps.clear();
            working = true;
          });
    }

    void add(Progress progress) {
      change(
          () -> {
            if (!steps.isEmpty() && progress.continues(steps.getLast())) {
              steps.set(steps.size() - 1, progress);
            } else if (steps.size() < MOST_STEPS) {
              steps.add(progress);
            }
          });
    }

    void end() {
      change(() -> working = false);
    }

    void wake() {
      change(() -> woken = true);
    }

    boolean underWay() {
      return locked(() -> working);
    }

    private void change(Runnable change) {
      locked(
          () -> {
            change.run();
            changed.signalAll();
            return true;
          });
    }

    private <T> T locked(Supplier<T> look) {
      lock.lock();
      try {
        return look.get();
      } finally {
        lock.unlock();
      }
    }

    List<Progress> next(Place place, Duration patience) throws InterruptedException {
      lock.lock();
      try {
        long left = patience.toNanos();
        List<Progress> unseen = unseen(place);
        while (unseen.isEmpty() && !unseenEnd(place) && left > 0 && !woken) {
          left = changed.awaitNanos(left);
          unseen = unseen(place);
        }
        place.run = run;
        place.steps = steps.size();
        place.last = steps.isEmpty() ? null : steps.getLast();
        if (!working) {
          place.endedRun = run;
        }
        return unseen;
      } finally {
        lock.unlock();
      }
    }

    private boolean unseenEnd(Place place) {
      return !working && place.endedRun < run;
    }

    private List<Progress> unseen(Place place) {
      if (place.run < run) {
        return List.copyOf(steps);
      }
      boolean further = place.last != null && !steps.get(place.steps - 1).equals(place.last);
      return List.copyOf(steps.subList(further ? place.steps - 1 : place.steps, steps.size()));
    }
  }
}
