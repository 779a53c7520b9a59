package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import org.jspecify.annotations.Nullable;

/** The one table of errors on {@code /fish/*}: status and code for each of ours. */
final class AceErrors {
  private static final String INTERNAL_MESSAGE = "Internal server error.";

  private AceErrors() {}

  /**
   * How an error looks.
   *
   * @param status HTTP status
   * @param code name on the wire
   */
  record Line(int status, String code) {}

  static Line line(ErrorCode code) {
    return switch (code) {
      // The service this dialect comes from uses token_mismatched for wrong parameters as well.
      case INVALID_REQUEST,
          MALFORMED_BODY,
          FETCH_REFUSED,
          UNREADABLE_MEDIA,
          UNUSABLE_REFERENCE,
          UNSUPPORTED_LANGUAGE ->
          new Line(400, "token_mismatched");
      case NOT_IMPLEMENTED -> new Line(400, "api_not_implemented");
      case UNKNOWN_MODEL -> new Line(400, "bad_request");
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

  /**
   * How an error about a field looks. A wrong {@code voices} is an api_error, as the service this
   * dialect comes from has it at {@code /fish/model}.
   */
  static Line line(ErrorCode code, @Nullable String field) {
    return code == ErrorCode.INVALID_REQUEST && "voices".equals(field)
        ? new Line(400, "api_error")
        : line(code);
  }

  static Answer render(MynahException failure, String traceId) {
    Line line = line(failure.code(), failure.field().orElse(null));
    AceWire.Failure body =
        new AceWire.Failure(
            false,
            null,
            new AceWire.Problem(line.code(), message(failure.code(), failure)),
            traceId);
    return new Answer(line.status(), PlainErrors.retryHeaders(failure), Json.write(body));
  }

  /**
   * Returns what the caller is told: the sentence clients know for this kind of error, then what is
   * particular to this one. A defect is never described.
   */
  static String message(ErrorCode code, String message) {
    return switch (code) {
      case INTERNAL -> INTERNAL_MESSAGE;
      case TOKEN_MISSING -> "No token specified for the request.";
      case TOKEN_EXPIRED -> "token expired.";
      case NO_SUCH_PATH -> "API does not exist, please make sure url is correct.";
      case SCOPE_MISSING -> "token and api does not match. " + message;
      case CREDIT_EXHAUSTED -> "Your balance is not sufficient for current request. " + message;
      case RATE_LIMITED -> "You have exceeded the rate limit. " + message;
      case NOT_IMPLEMENTED -> "The API is not implemented. " + message;
      default -> message;
    };
  }

  private static String message(ErrorCode code, MynahException failure) {
    return message(code, PlainErrors.messageOf(failure));
  }
}
