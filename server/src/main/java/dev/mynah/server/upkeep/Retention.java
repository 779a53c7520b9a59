package dev.mynah.server.upkeep;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param tasks after they ended; callbacks go with them
 * @param failedVoices after their making failed
 * @param unnamedFiles before bytes nothing names are swept; longer than anything takes to be named
 * @param every how often things are cleared away
 */
public record Retention(
    Duration tasks, Duration failedVoices, Duration unnamedFiles, Duration every) {
  public static final Retention DEFAULT =
      new Retention(
          Duration.ofDays(7), Duration.ofDays(7), Duration.ofHours(1), Duration.ofMinutes(10));

  public Retention {
    if (!tasks.isPositive() || !failedVoices.isPositive() || !every.isPositive()) {
      throw new IllegalArgumentException("times to keep things must be positive");
    }
  }
}
