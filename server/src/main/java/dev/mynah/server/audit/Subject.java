package dev.mynah.server.audit;

/**
 * What something was done to.
 *
 * @param kind e.g. {@code voice} or {@code token}
 * @param id within its kind
 */
public record Subject(String kind, String id) {
  /** Returns a voice. */
  public static Subject voice(String id) {
    return new Subject("voice", id);
  }

  /** Returns an API key. */
  public static Subject token(String id) {
    return new Subject("token", id);
  }
}
