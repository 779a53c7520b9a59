package dev.mynah.server.recognition;

import java.time.Duration;

/**
 * Limits of the recogniser.
 *
 * @param workers recordings written down at a time
 * @param maxWaiting recordings that may wait for a worker; more are refused for now
 * @param maxBytes largest recording
 * @param maxLength longest recording
 * @param price credits for a second of recording
 */
public record RecognitionSettings(
    int workers, int maxWaiting, long maxBytes, Duration maxLength, long price) {
  /** One at a time, 16 in the queue, 25 MiB, an hour, for nothing. */
  public static final RecognitionSettings DEFAULT =
      new RecognitionSettings(1, 16, 25L << 20, Duration.ofHours(1), 0);

  public RecognitionSettings {
    if (workers < 1 || maxWaiting < 0 || maxBytes < 1 || maxLength.toMillis() < 1 || price < 0) {
      throw new IllegalArgumentException("limits of recognition are out of range");
    }
  }
}
