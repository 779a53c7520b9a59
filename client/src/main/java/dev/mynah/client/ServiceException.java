package dev.mynah.client;

/** The service answered with an error. {@link #status()} is always there. */
public final class ServiceException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  ServiceException(String message, Details details) {
    super(message, details, null);
  }

  /** Returns whether the key was missing, wrong, expired or not allowed to do this. */
  public boolean isRefusal() {
    return is(401) || is(403);
  }

  /** Returns whether there is no such voice, task or path, or none that this key may see. */
  public boolean isNotFound() {
    return is(404);
  }

  /** Returns whether too much was asked at once; {@link #retryAfter()} may say until when. */
  public boolean isRateLimit() {
    return is(429);
  }

  private boolean is(int status) {
    return status().orElse(0) == status;
  }
}
