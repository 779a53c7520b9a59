package dev.mynah.server.upkeep;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param tasks after they ended, and delivered callbacks
 * @param deadCallbacks after they were given up
 * @param failedVoices after their making failed
 * @param unnamedFiles before bytes nothing names are swept; longer than anything takes to be named
 * @param every how often things are cleared away
 */
public record Retention(
    Duration tasks,
    Duration deadCallbacks,
    Duration failedVoices,
    Duration unnamedFiles,
    Duration every) {
  public static final Retention DEFAULT =
      new Retention(
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(7),
          Duration.ofHours(1),
          Duration.ofMinutes(10));

  public Retention {
    if (!tasks.isPositive() || !failedVoices.isPositive() || !every.isPositive()) {
      throw new IllegalArgumentException("times to keep things must be positive");
    }
  }

  /** Returns the same with another time for callbacks that were given up. */
  public Retention withDeadCallbacks(Duration time) {
    return new Retention(tasks, time, failedVoices, unnamedFiles, every);
  }
}
