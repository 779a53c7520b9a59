package dev.mynah.client;

import java.time.Duration;

/** Waits between tries; tests measure them instead of sitting them out. */
@FunctionalInterface
interface Pauses {
  /** Sits the time out. */
  Pauses REAL = time -> Thread.sleep(time.toMillis());

  /**
   * Waits.
   *
   * @throws InterruptedException if the wait was given up
   */
  void take(Duration time) throws InterruptedException;
}
