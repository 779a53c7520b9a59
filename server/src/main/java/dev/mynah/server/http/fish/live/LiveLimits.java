package dev.mynah.server.http.fish.live;

import dev.mynah.server.http.wire.BodyLimits;
import java.time.Duration;

/**
 * What a socket may take.
 *
 * @param message size and pace of one message
 * @param waitingBytes of messages that wait to be handled; beyond, no more are read
 * @param textChars of one event, UTF-16 units
 * @param idle how long a client may say nothing before its socket is closed
 * @param readGrace how long a client may keep a message waiting, whatever its size
 * @param minReadBytesPerSecond slowest speed at which a client may take a message once the grace is
 *     over
 */
public record LiveLimits(
    BodyLimits message,
    int waitingBytes,
    int textChars,
    Duration idle,
    Duration readGrace,
    int minReadBytesPerSecond) {

  /** Pools of clients keep their sockets for so long, and take an earlier close for a failure. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private static final int WAITING_BYTES = 1 << 20;
  private static final Duration READ_GRACE = Duration.ofSeconds(30);
  private static final int MIN_READ_BYTES_PER_SECOND = 4 << 10;

  /** Suits a server open to the world. */
  public static LiveLimits of(BodyLimits message, int textChars) {
    return new LiveLimits(
        message, WAITING_BYTES, textChars, IDLE, READ_GRACE, MIN_READ_BYTES_PER_SECOND);
  }

  /** Returns these limits with other times. */
  public LiveLimits withTimes(Duration idle, Duration readGrace) {
    return new LiveLimits(message, waitingBytes, textChars, idle, readGrace, minReadBytesPerSecond);
  }

  /** Returns how long a client may keep a message of so many bytes waiting. */
  Duration longestWaitFor(long bytes) {
    return readGrace.plusMillis(bytes * 1000 / minReadBytesPerSecond);
  }
}
