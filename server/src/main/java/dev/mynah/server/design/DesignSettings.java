package dev.mynah.server.design;

import java.time.Duration;

/**
 * Limits of designing.
 *
 * @param price credits for an order, however many voices it is for
 * @param kept how long a voice nobody changes is kept
 */
public record DesignSettings(long price, Duration kept) {
  /** Long enough to listen, to choose, and to sleep over it. */
  public static final Duration USUALLY_KEPT = Duration.ofHours(24);
}
