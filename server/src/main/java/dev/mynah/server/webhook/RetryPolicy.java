package dev.mynah.server.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a callback is tried.
 *
 * @param attempts tries in all, at least 1
 * @param firstDelay wait after the first failure; each further one is twice as long
 * @param maxDelay the longest wait
 * @param jitter share of each wait that is random, 0 to 1, so that receivers aren't hit in step
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay, double jitter) {
  /** Eight tries over about ten minutes: a receiver may be redeployed or rebooted meanwhile. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(8, Duration.ofSeconds(5), Duration.ofMinutes(30), 0.2);

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be 0 to 1: " + jitter);
    }
  }

  /**
   * Returns the wait before the next try.
   *
   * @param failures tries that failed so far, at least 1
   */
  Duration delayAfter(int failures, RandomGenerator random) {
    long base = firstDelay.toMillis();
    for (int doubling = 1; doubling < failures && base < maxDelay.toMillis(); doubling++) {
      base *= 2;
    }
    long capped = Math.min(base, maxDelay.toMillis());
    double factor = 1 - jitter + 2 * jitter * random.nextDouble();
    return Duration.ofMillis(Math.max(1, Math.round(capped * factor)));
  }
}
