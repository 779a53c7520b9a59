package dev.mynah.server.task;

import java.time.Duration;

/**
 * How several nodes on one PostgreSQL share the queues. On SQLite there is one node and nothing to
 * share.
 *
 * @param poll how often a node looks for work that another has queued and can't get to; what it
 *     queued itself it takes at once
 * @param takeover how long a node may be silent before others take up its work; they do so at the
 *     latest half as much later
 */
public record QueueSettings(Duration poll, Duration takeover) {
  /** Two looks a second, and a take-over after forty seconds. */
  public static final QueueSettings DEFAULT =
      new QueueSettings(Duration.ofMillis(500), Duration.ofSeconds(40));

  public QueueSettings {
    if (!poll.isPositive() || !takeover.isPositive()) {
      throw new IllegalArgumentException("poll and takeover must be positive");
    }
  }
}
