package dev.mynah.server.http;

import java.time.Duration;

/**
 * How many connections the server keeps open, and how slow the other side may be.
 *
 * @param most connections open at once; further ones wait to be accepted
 * @param perAddress connections open at once from one address; further ones are closed at once; 0
 *     sets no such limit
 * @param idleTimeout how long a connection may lie still, also within a request being sent
 * @param headerDeadline how long a request line with its header fields may take to arrive
 * @param readGrace how long a client may keep an answer waiting, whatever the answer's size
 * @param minReadBytesPerSecond slowest mean speed of a client that reads, asked for once the grace
 *     is over
 */
public record ConnectionLimits(
    int most,
    int perAddress,
    Duration idleTimeout,
    Duration headerDeadline,
    Duration readGrace,
    int minReadBytesPerSecond) {

  /** Longer than what any endpoint allows, which ends its sockets with a word. */
  private static final Duration SOCKET_IDLE_TIMEOUT = Duration.ofMinutes(10);

  /** Suits a server open to the world; Opus at 24 kbit/s is heard in time at 3 kB/s. */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          1024,
          256,
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          2 << 10);

  public ConnectionLimits {
    if (most <= 0 || perAddress < 0 || minReadBytesPerSecond <= 0) {
      throw new IllegalArgumentException("connection limits must be above 0");
    }
    if (!idleTimeout.isPositive() || !headerDeadline.isPositive() || !readGrace.isPositive()) {
      throw new IllegalArgumentException("times of connections must be above 0");
    }
  }

  /** Returns these limits with other numbers of connections. */
  public ConnectionLimits withNumbers(int most, int perAddress) {
    return new ConnectionLimits(
        most, perAddress, idleTimeout, headerDeadline, readGrace, minReadBytesPerSecond);
  }

  /** Returns these limits with other times for clients that send. */
  public ConnectionLimits withTimes(Duration idleTimeout, Duration headerDeadline) {
    return new ConnectionLimits(
        most, perAddress, idleTimeout, headerDeadline, readGrace, minReadBytesPerSecond);
  }

  /** Returns these limits with another pace for clients that read. */
  public ConnectionLimits withReading(Duration readGrace, int minReadBytesPerSecond) {
    return new ConnectionLimits(
        most, perAddress, idleTimeout, headerDeadline, readGrace, minReadBytesPerSecond);
  }

  /** Returns how long a WebSocket may lie still before it is given up for dead. */
  Duration socketIdleTimeout() {
    return SOCKET_IDLE_TIMEOUT;
  }

  /** Returns how long the writing of this much of an answer may wait for its client. */
  Duration longestWaitFor(long bytes) {
    return readGrace.plusMillis(bytes * 1000 / minReadBytesPerSecond);
  }
}
