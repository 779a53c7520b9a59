package dev.mynah.server.http.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The shape of errors at paths that follow nobody else's dialect. */
public final class PlainErrors {
  private static final Set<ErrorCode> PASSING =
      EnumSet.of(ErrorCode.UNAVAILABLE, ErrorCode.OVERLOADED, ErrorCode.RATE_LIMITED);
  private static final Duration USUAL_WAIT = Duration.ofSeconds(5);

  private PlainErrors() {}

  /** Renders {@code {"error":{"code","message"},"trace_id"}} with a fitting status. */
  public static Answer render(MynahException failure, String traceId) {
    String message =
        failure.code() == ErrorCode.INTERNAL ? "Internal server error." : messageOf(failure);
    Body body =
        new Body(new Detail(failure.code().name().toLowerCase(Locale.ROOT), message), traceId);
    return new Answer(statusOf(failure.code()), retryHeaders(failure), Json.write(body));
  }

  /** Returns the message, which every failure has. */
  public static String messageOf(MynahException failure) {
    String message = failure.getMessage();
    return message == null ? "The request failed." : message;
  }

  /**
   * Returns {@code Retry-After} in whole seconds, rounded up, where trying again helps: as long as
   * the failure says, or a few seconds where it only says that it will pass.
   */
  public static Map<String, String> retryHeaders(MynahException failure) {
    Optional<Duration> wait = failure.retryAfter();
    if (wait.isEmpty() && PASSING.contains(failure.code())) {
      wait = Optional.of(USUAL_WAIT);
    }
    return wait.map(
            time ->
                Map.of("Retry-After", Long.toString(Math.max(1, (time.toMillis() + 999) / 1000))))
        .orElse(Map.of());
  }

  /** Returns the HTTP status of a failure where the dialect has no other for it. */
  public static int statusOf(ErrorCode code) {
    return switch (code) {
      case TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED -> 401;
      case CREDIT_EXHAUSTED -> 402;
      case SCOPE_MISSING, FORBIDDEN -> 403;
      case NO_SUCH_PATH, NOT_FOUND -> 404;
      case NOT_IMPLEMENTED -> 405;
      case REQUEST_TOO_SLOW -> 408;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case URL_TOO_LONG -> 414;
      case OVERLOADED, RATE_LIMITED -> 429;
      case HEADERS_TOO_LARGE -> 431;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
      case WAIT_TIMED_OUT -> 504;
      case INVALID_REQUEST,
          MALFORMED_BODY,
          UNKNOWN_MODEL,
          FETCH_REFUSED,
          UNREADABLE_MEDIA,
          UNUSABLE_REFERENCE,
          UNSUPPORTED_LANGUAGE ->
          400;
    };
  }

  private record Body(Detail error, @JsonProperty("trace_id") String traceId) {}

  private record Detail(String code, String message) {}
}
