package dev.mynah.server.http.wire;

import java.time.Duration;

/**
 * How large and how slow the body of a request may be.
 *
 * @param maxBytes largest body taken
 * @param grace how long a body may take whatever its speed
 * @param minBytesPerSecond slowest mean speed, asked for once the grace is over
 * @param deadline longest any body may take
 */
public record BodyLimits(int maxBytes, Duration grace, int minBytesPerSecond, Duration deadline) {
  /** 20 MiB hold ten inline references of a minute as base64 MP3. */
  public static final BodyLimits DEFAULT =
      new BodyLimits(20 << 20, Duration.ofSeconds(15), 16 << 10, Duration.ofMinutes(5));

  public BodyLimits {
    if (maxBytes <= 0 || minBytesPerSecond <= 0 || grace.isNegative() || deadline.isNegative()) {
      throw new IllegalArgumentException("body limits must be above 0");
    }
  }

  /** Returns whether a body of which so much has come in this time is too slow to wait for. */
  public boolean tooSlow(Duration elapsed, long bytes) {
    Duration earned = Duration.ofMillis(bytes * 1000 / minBytesPerSecond);
    return elapsed.compareTo(grace.plus(earned)) > 0 || elapsed.compareTo(deadline) > 0;
  }
}
