package dev.mynah.client;

import java.time.Duration;

/**
 * How long a client waits.
 *
 * @param connect for a connection
 * @param firstByte for the beginning of an answer; calls that wait for work of the service (a voice
 *     to be made, a whole text to be spoken, a recording to be transcribed) wait up to the deadline
 * @param idle for further bytes of an answer, or a further message of live speech
 * @param deadline for a call with all its tries; where the answer is a stream, until it begins
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration deadline) {
  /** 10 s to connect, 60 s to the first byte, 60 s idle, 10 minutes in all. */
  public static final Timeouts STANDARD =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10));

  /** Checks that all are longer than nothing. */
  public Timeouts {
    Check.positive("connect", connect);
    Check.positive("firstByte", firstByte);
    Check.positive("idle", idle);
    Check.positive("deadline", deadline);
  }

  /** Returns the same with another time to connect. */
  public Timeouts withConnect(Duration other) {
    return new Timeouts(other, firstByte, idle, deadline);
  }

  /** Returns the same with another time to the first byte. */
  public Timeouts withFirstByte(Duration other) {
    return new Timeouts(connect, other, idle, deadline);
  }

  /** Returns the same with another time between bytes. */
  public Timeouts withIdle(Duration other) {
    return new Timeouts(connect, firstByte, other, deadline);
  }

  /** Returns the same with another time in all. */
  public Timeouts withDeadline(Duration other) {
    return new Timeouts(connect, firstByte, idle, other);
  }
}
