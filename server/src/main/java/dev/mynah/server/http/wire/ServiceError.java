package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;

/**
 * How Ace Data Cloud's service names an error, on {@code /fish/*} and {@code /api/v1} alike.
 *
 * @param status HTTP status
 * @param code name on the wire
 */
public record ServiceError(int status, String code) {

  /**
   * Returns the status and name of an error.
   *
   * @param badRequest what wrong parameters are called, the one name in which the paths differ
   */
  public static ServiceError of(ErrorCode code, String badRequest) {
    return switch (code) {
      case INVALID_REQUEST,
          MALFORMED_BODY,
          FETCH_REFUSED,
          UNREADABLE_MEDIA,
          UNUSABLE_REFERENCE,
          UNSUPPORTED_LANGUAGE ->
          new ServiceError(400, badRequest);
      case NOT_IMPLEMENTED -> new ServiceError(400, "api_not_implemented");
      case UNKNOWN_MODEL -> new ServiceError(400, "bad_request");
      case TOKEN_MISSING, TOKEN_INVALID -> new ServiceError(401, "invalid_token");
      case TOKEN_EXPIRED -> new ServiceError(401, "token_expired");
      case SCOPE_MISSING -> new ServiceError(401, "token_mismatched");
      case FORBIDDEN -> new ServiceError(403, "permission_denied");
      case CREDIT_EXHAUSTED -> new ServiceError(403, "used_up");
      case NO_SUCH_PATH -> new ServiceError(404, "no_api");
      case NOT_FOUND -> new ServiceError(404, "not_found");
      case CONFLICT -> new ServiceError(409, "duplication");
      case REQUEST_TOO_SLOW -> new ServiceError(408, "timeout");
      case TOO_LARGE -> new ServiceError(413, "content_too_large");
      case URL_TOO_LONG -> new ServiceError(414, "content_too_large");
      case HEADERS_TOO_LARGE -> new ServiceError(431, "content_too_large");
      case OVERLOADED, RATE_LIMITED -> new ServiceError(429, "too_many_requests");
      case INTERNAL -> new ServiceError(500, "api_error");
      case UNAVAILABLE -> new ServiceError(503, "api_error");
      case WAIT_TIMED_OUT -> new ServiceError(504, "timeout");
    };
  }

  /**
   * Returns what the caller is told: the sentence clients know for this kind of error, then what is
   * particular to this one. A defect is never described.
   */
  public static String message(ErrorCode code, String message) {
    return switch (code) {
      case INTERNAL -> "Internal server error.";
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
}
