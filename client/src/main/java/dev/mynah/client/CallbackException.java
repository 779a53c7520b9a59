package dev.mynah.client;

/** A callback isn't genuine, or isn't one; answer 400 and do nothing. */
public final class CallbackException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong with a callback. */
  public enum Reason {
    /** A header is missing or garbled. */
    HEADERS,
    /** It was signed too long ago, or in the future: somebody may be sending an old one again. */
    TIME,
    /** Nobody who knows the secret signed these very bytes. */
    SIGNATURE,
    /** The body isn't what a callback holds. */
    BODY
  }

  CallbackException(Reason reason, String complaint) {
    super("The callback " + complaint + ".", Details.NONE, null);
    this.reason = reason;
  }

  /** Returns what is wrong. */
  public Reason reason() {
    return reason;
  }
}
