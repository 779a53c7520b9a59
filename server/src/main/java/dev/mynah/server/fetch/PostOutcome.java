package dev.mynah.server.fetch;

import org.jspecify.annotations.Nullable;

/** How a callback went. */
public sealed interface PostOutcome {

  /** Says whether the receiver has taken the callback: any status from 200 to 299. */
  default boolean delivered() {
    return this instanceof Answered answered && answered.status() / 100 == 2;
  }

  /**
   * The receiver answered. Redirects are answers like any other and are not followed.
   *
   * @param status HTTP status
   * @param bodyStart first bytes of its answer, as many as {@link PostLimits#keptBytes} at most
   * @param retryAfter the header of that name as it came, null if there was none
   */
  record Answered(int status, byte[] bodyStart, @Nullable String retryAfter)
      implements PostOutcome {}

  /**
   * No answer came.
   *
   * @param kind for deciding whether to try again
   * @param reason rest of a sentence that begins with the callback URL, e.g. "could not be reached"
   */
  record Failed(FailureKind kind, String reason) implements PostOutcome {}
}
