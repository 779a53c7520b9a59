package dev.mynah.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after what time a call is tried again. What is tried again is not a matter of
 * policy: a call that can't have had an effect (no connection came about, or the answer was 429),
 * or one that may be repeated without harm (GET, PATCH of the same values, DELETE, and whatever the
 * client gave an Idempotency-Key), after a lost connection or 408, 425, 429, 500, 502, 503 and 504.
 *
 * @param attempts tries in all, the first included; 1 is no retry
 * @param firstDelay before the second try, 1.0 to 1.5 times; doubled with every further one
 * @param maxDelay longest wait of our own making
 * @param maxRetryAfter longest wait the service may ask for; beyond it the error is thrown at once
 */
public record RetryPolicy(
    int attempts, Duration firstDelay, Duration maxDelay, Duration maxRetryAfter) {
  /** Four tries within some four seconds, or as the service asks, for at most a minute. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(1));

  /** One try. */
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));

  private static final int MAX_ATTEMPTS = 20;
  private static final double JITTER = 0.5; // of the delay, added at random

  /** Checks the bounds. */
  public RetryPolicy {
    Check.within("attempts", attempts, 1, MAX_ATTEMPTS);
    Check.positive("firstDelay", firstDelay);
    Check.positive("maxDelay", maxDelay);
    Check.positive("maxRetryAfter", maxRetryAfter);
  }

  /** Returns the same with another number of tries. */
  public RetryPolicy withAttempts(int other) {
    return new RetryPolicy(other, firstDelay, maxDelay, maxRetryAfter);
  }

  /** Returns the same with another first delay. */
  public RetryPolicy withFirstDelay(Duration other) {
    return new RetryPolicy(attempts, other, maxDelay, maxRetryAfter);
  }

  /**
   * Returns how long to wait after a try.
   *
   * @param tries so far, from 1
   */
  Duration delay(int tries, RandomGenerator random) {
    long first = firstDelay.toMillis();
    long doubled = first << Math.min(tries - 1, MAX_ATTEMPTS);
    long bounded = Math.min(doubled, maxDelay.toMillis());
    return Duration.ofMillis(Math.round(bounded * (1 + JITTER * random.nextDouble())));
  }
}
