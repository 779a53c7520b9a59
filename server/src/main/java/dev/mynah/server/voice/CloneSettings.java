package dev.mynah.server.voice;

/**
 * Limits of the making of voices.
 *
 * @param workers voices made at a time; the clone queue has as many threads
 * @param maxWaiting orders that may wait or be worked on; more are refused for now
 * @param maxUploadBytes largest recording that may be sent along
 * @param maxAttempts how often work is begun on an order before it is given up; more than one only
 *     when the server was stopped in the middle or its disk failed
 * @param defaultText what a new voice says in its sample
 * @param requireConsent whether orders must say that the owner of the voice agrees
 * @param price credits for a voice
 */
public record CloneSettings(
    int workers,
    int maxWaiting,
    long maxUploadBytes,
    int maxAttempts,
    String defaultText,
    boolean requireConsent,
    long price) {
  public static final CloneSettings DEFAULT =
      new CloneSettings(
          1,
          64,
          100_000_000,
          5,
          "Hello! I learned to speak like this from one short recording."
              + " Whatever you write next, I can read it out for you.",
          false,
          0);

  public CloneSettings {
    if (workers < 1 || maxWaiting < 1 || maxUploadBytes < 1 || maxAttempts < 1) {
      throw new IllegalArgumentException("limits of cloning must be at least 1");
    }
    if (price < 0) {
      throw new IllegalArgumentException("the price of a voice can't be negative: " + price);
    }
  }
}
