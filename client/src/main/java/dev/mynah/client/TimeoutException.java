package dev.mynah.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something took longer than the client was told to wait. */
public final class TimeoutException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final Duration limit;

  TimeoutException(String what, Duration limit, @Nullable Throwable cause) {
    super(what + " took longer than " + Words.of(limit) + ".", Details.NONE, cause);
    this.what = what;
    this.limit = limit;
  }

  /** Returns what took so long, as the beginning of a sentence. */
  public String what() {
    return what;
  }

  /** Returns how long was waited. */
  public Duration limit() {
    return limit;
  }
}
