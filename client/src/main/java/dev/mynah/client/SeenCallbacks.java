package dev.mynah.client;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Remembers the ids of the last callbacks in memory, so that one that comes again is known. Several
 * processes, or one that must remember across restarts, keep the ids in their database instead, in
 * the transaction that does the work. Thread-safe.
 */
public final class SeenCallbacks {
  private final int capacity;
  private final Set<String> ids = new LinkedHashSet<>(); // oldest first; guarded by itself

  /**
   * Remembers nothing yet.
   *
   * @param capacity how many to remember, 1 to 10 million; the oldest are forgotten
   */
  public SeenCallbacks(int capacity) {
    this.capacity = Check.within("capacity", capacity, 1, 10_000_000);
  }

  /** Remembers a callback, and returns whether it has come for the first time. */
  public boolean isFirst(CallbackEvent event) {
    synchronized (ids) {
      boolean first = ids.add(event.id());
      if (ids.size() > capacity) {
        ids.remove(ids.iterator().next());
      }
      return first;
    }
  }

  /** Forgets a callback whose work couldn't be done, so that its next try counts. */
  public void forget(CallbackEvent event) {
    synchronized (ids) {
      ids.remove(event.id());
    }
  }
}
