package dev.mynah.server.task;

import java.time.Duration;

/**
 * How long a piece of work has taken lately, and so how long a queue of them will: a moving average
 * in which the last ten weigh most. Safe for use by many threads.
 */
public final class Pace {
  private static final double WEIGHT_OF_NEWEST = 0.2;
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private double averageSeconds;

  /**
   * @param guess what to reckon with before anything was done
   */
  public Pace(Duration guess) {
    this.averageSeconds = guess.toMillis() / 1000.0;
  }

  /** Takes note of how long one piece took. */
  public synchronized void took(Duration time) {
    averageSeconds += WEIGHT_OF_NEWEST * (time.toMillis() / 1000.0 - averageSeconds);
  }

  /** Returns in how long a newcomer may find a place, in whole seconds. */
  public synchronized Duration waitBehind(int waiting, int workers) {
    long seconds = (long) Math.ceil(averageSeconds * Math.max(1, waiting) / workers / 2);
    Duration wait = Duration.ofSeconds(seconds);
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
