package dev.mynah.client;

import java.time.Duration;

/** When a call with all its tries must be over. */
final class Deadline {
  private final Duration limit;
  private final long endNanos;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  Duration limit() {
    return limit;
  }

  /** Returns what is left, not less than nothing. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  /** Returns the shorter one of a time and what is left. */
  Duration atMost(Duration time) {
    Duration left = left();
    return time.compareTo(left) < 0 ? time : left;
  }
}
