package dev.mynah.server.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a callback is tried.
 *
 * @param lifetime from the end of its task, or its replay, to the last try
 * @param firstDelay wait after the first failure; each further one is twice as long
 * @param maxDelay the longest wait, unless the receiver asks for a longer one
 * @param maxAsked the longest wait a receiver may ask for with Retry-After
 * @param jitter share of each wait that is random, 0 to 1, so that receivers aren't hit in step
 */
public record RetryPolicy(
    Duration lifetime, Duration firstDelay, Duration maxDelay, Duration maxAsked, double jitter) {
  /** Some thirty tries over a day: 5 s, 10 s, 20 s, ... then every hour. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofHours(24),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofHours(6),
          0.2);

  public RetryPolicy {
    if (!lifetime.isPositive() || !firstDelay.isPositive() || !maxDelay.isPositive()) {
      throw new IllegalArgumentException("times of retries must be positive");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be 0 to 1: " + jitter);
    }
  }

  /** Returns the usual policy with another lifetime and first wait. */
  public static RetryPolicy of(Duration lifetime, Duration firstDelay) {
    return new RetryPolicy(
        lifetime, firstDelay, DEFAULT.maxDelay, DEFAULT.maxAsked, DEFAULT.jitter);
  }

  /**
   * Returns the wait before the next try.
   *
   * @param failures tries that failed so far, at least 1
   */
  Duration delayAfter(int failures, RandomGenerator random) {
    long longest = Math.max(firstDelay.toMillis(), maxDelay.toMillis());
    long base = firstDelay.toMillis();
    for (int doubling = 1; doubling < failures && base < longest; doubling++) {
      base *= 2;
    }
    long capped = Math.min(base, longest);
    double factor = 1 - jitter + 2 * jitter * random.nextDouble();
    return Duration.ofMillis(Math.max(1, Math.round(capped * factor)));
  }

  /**
   * Returns the wait before the next try of a receiver that asked for one.
   *
   * @param asked what it asked for, zero if it didn't
   */
  Duration delayAfter(int failures, Duration asked, RandomGenerator random) {
    Duration usual = delayAfter(failures, random);
    Duration granted = asked.compareTo(maxAsked) > 0 ? maxAsked : asked;
    return granted.compareTo(usual) > 0 ? granted : usual;
  }
}
