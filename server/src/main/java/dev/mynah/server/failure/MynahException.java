package dev.mynah.server.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code for programs and a sentence a caller may read. Messages name what was wrong
 * and what to do; they never hold secrets, spoken text, paths or stack traces.
 */
public final class MynahException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String field;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable Violation violation;

  private MynahException(
      ErrorCode code,
      String message,
      @Nullable String field,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    this(code, message, field, retryAfter, null, cause);
  }

  private MynahException(
      ErrorCode code,
      String message,
      @Nullable String field,
      @Nullable Duration retryAfter,
      @Nullable Violation violation,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
    this.violation = violation;
  }

  public static MynahException of(ErrorCode code, String message) {
    return new MynahException(code, message, null, null, null);
  }

  public static MynahException of(ErrorCode code, String message, Throwable cause) {
    return new MynahException(code, message, null, null, cause);
  }

  /** A field of the request is wrong; {@code field} is its name on the wire. */
  public static MynahException invalid(String field, String message) {
    return new MynahException(ErrorCode.INVALID_REQUEST, message, field, null, null);
  }

  /** What was recorded of a failure, told again; the message names the field already. */
  public static MynahException failed(ErrorCode code, @Nullable String field, String message) {
    return new MynahException(code, message, field, null, null);
  }

  /** What the caller named in {@code field} isn't there, or not for the caller. */
  public static MynahException notFound(String field, String message) {
    return new MynahException(ErrorCode.NOT_FOUND, message, field, null, null);
  }

  /** A field of the request breaks a rule of its schema; {@code field} is its name on the wire. */
  public static MynahException invalid(String field, String message, Violation violation) {
    return new MynahException(ErrorCode.INVALID_REQUEST, message, field, null, violation, null);
  }

  /**
   * A URL the caller gave in {@code field} is refused by policy or can't be fetched; {@code cause}
   * is for the operator.
   */
  public static MynahException fetchRefused(String field, String message, Throwable cause) {
    return new MynahException(ErrorCode.FETCH_REFUSED, message, field, null, cause);
  }

  /**
   * What the caller gave in {@code field} can't be used, for the reason {@code code} names; the
   * message is told with the field's name before it.
   */
  public static MynahException unusable(
      ErrorCode code, String field, String message, Throwable cause) {
    return new MynahException(code, field + ": " + message, field, null, cause);
  }

  /** Too much work at once; the caller may come back after {@code retryAfter}. */
  public static MynahException overloaded(String message, Duration retryAfter) {
    return new MynahException(ErrorCode.OVERLOADED, message, null, retryAfter, null);
  }

  /** As much at once as the caller's own limit allows; it may come back after the time given. */
  public static MynahException rateLimited(String message, Duration retryAfter) {
    return new MynahException(ErrorCode.RATE_LIMITED, message, null, retryAfter, null);
  }

  public ErrorCode code() {
    return code;
  }

  /** Returns the wire name of the field at fault, where one is. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** Returns how long to wait before trying again, where that helps. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns the rule of the request's schema that the field breaks, where it is such a rule. */
  public Optional<Violation> violation() {
    return Optional.ofNullable(violation);
  }
}
