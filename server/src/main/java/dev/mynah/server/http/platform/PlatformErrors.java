package dev.mynah.server.http.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;

/** The one table of errors on {@code /api/v1}: status and code for each of ours. */
final class PlatformErrors {
  private PlatformErrors() {}

  /**
   * How an error looks.
   *
   * @param status HTTP status
   * @param code name on the wire
   */
  record Line(int status, String code) {}

  static Line line(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST,
          MALFORMED_BODY,
          FETCH_REFUSED,
          UNREADABLE_MEDIA,
          UNUSABLE_REFERENCE,
          UNSUPPORTED_LANGUAGE,
          UNKNOWN_MODEL ->
          new Line(400, "bad_request");
      case NOT_IMPLEMENTED -> new Line(400, "api_not_implemented");
      case TOKEN_MISSING, TOKEN_INVALID -> new Line(401, "invalid_token");
      case TOKEN_EXPIRED -> new Line(401, "token_expired");
      case SCOPE_MISSING -> new Line(401, "token_mismatched");
      case FORBIDDEN -> new Line(403, "permission_denied");
      case CREDIT_EXHAUSTED -> new Line(403, "used_up");
      case NO_SUCH_PATH -> new Line(404, "no_api");
      case NOT_FOUND -> new Line(404, "not_found");
      case REQUEST_TOO_SLOW -> new Line(408, "timeout");
      case TOO_LARGE -> new Line(413, "content_too_large");
      case URL_TOO_LONG -> new Line(414, "content_too_large");
      case HEADERS_TOO_LARGE -> new Line(431, "content_too_large");
      case OVERLOADED, RATE_LIMITED -> new Line(429, "too_many_requests");
      case INTERNAL -> new Line(500, "api_error");
      case UNAVAILABLE -> new Line(503, "api_error");
      case WAIT_TIMED_OUT -> new Line(504, "timeout");
    };
  }

  static Answer render(MynahException failure, String traceId) {
    Line line = line(failure.code());
    Body body = new Body(false, new Problem(line.code(), message(failure)), traceId);
    return new Answer(line.status(), PlainErrors.retryHeaders(failure), Json.write(body));
  }

  private static String message(MynahException failure) {
    String message = PlainErrors.messageOf(failure);
    return switch (failure.code()) {
      case INTERNAL -> "Internal server error."; // a defect is never described
      case TOKEN_EXPIRED -> "token expired.";
      case SCOPE_MISSING -> "token and api does not match. " + message;
      case NO_SUCH_PATH -> "API does not exist, please make sure url is correct.";
      default -> message;
    };
  }

  private record Body(boolean success, Problem error, @JsonProperty("trace_id") String traceId) {}

  private record Problem(String code, String message) {}
}
