package dev.mynah.server.design;

import org.jspecify.annotations.Nullable;

/**
 * Voices to be designed.
 *
 * @param instruction what they should be like, in words
 * @param text what they say to be heard, or null for a sentence of ours
 * @param count how many, 1 to {@link #MAX_COUNT}
 * @param speed pace of what they say, 1 is their own
 * @param language BCP 47 tag of the text, or null to find out
 * @param seed the same seed gives the same voices; null for new ones each time
 * @param traceId UUID of the request
 */
public record DesignOrder(
    String instruction,
    @Nullable String text,
    int count,
    double speed,
    @Nullable String language,
    @Nullable Long seed,
    String traceId) {
  public static final int MAX_COUNT = 4;

  public DesignOrder {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count must be 1 to 4: " + count);
    }
  }
}
