package dev.mynah.server.task;

/**
 * What a piece of work is worth.
 *
 * @param units how much of it there is: bytes of text in UTF-8, or voices
 * @param credits what it costs if it succeeds; 0 for free
 */
public record Price(long units, long credits) {
  /** Nothing to count, nothing to pay. */
  public static final Price FREE = new Price(0, 0);

  public Price {
    if (units < 0 || credits < 0) {
      throw new IllegalArgumentException("a price can't be negative: " + units + ", " + credits);
    }
  }

  /**
   * Returns the price of {@code units} at {@code creditsEach}.
   *
   * @throws ArithmeticException if nobody could ever count so far
   */
  public static Price of(long units, long creditsEach) {
    return new Price(units, Math.multiplyExact(units, creditsEach));
  }
}
