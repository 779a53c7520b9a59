package dev.mynah.server.fetch;

import java.time.Duration;

/**
 * What one callback may cost.
 *
 * @param connect most time for connecting to one address, and for the TLS handshake
 * @param total most time for everything
 * @param keptBytes how much of the receiver's answer is kept
 */
public record PostLimits(Duration connect, Duration total, int keptBytes) {
  /** 5 seconds to connect, 15 in all, 1 KiB kept. */
  public static final PostLimits DEFAULT =
      new PostLimits(Duration.ofSeconds(5), Duration.ofSeconds(15), 1024);

  public PostLimits {
    if (!connect.isPositive() || !total.isPositive() || keptBytes < 0) {
      throw new IllegalArgumentException("limits of a callback must be positive");
    }
  }
}
