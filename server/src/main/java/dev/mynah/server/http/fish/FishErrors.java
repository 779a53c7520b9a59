package dev.mynah.server.http.fish;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;

/**
 * The one table of errors in this dialect: {@code {"status","message"}} and nothing else, for a
 * client takes every field it finds for an argument.
 */
final class FishErrors {
  private FishErrors() {}

  static Answer render(MynahException failure) {
    int status = status(failure.code());
    return new Answer(
        status, PlainErrors.retryHeaders(failure), Json.write(new Body(status, message(failure))));
  }

  static int status(ErrorCode code) {
    return switch (code) {
      case TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED -> 401;
      case CREDIT_EXHAUSTED -> 402;
      case SCOPE_MISSING, FORBIDDEN -> 403;
      case NO_SUCH_PATH, NOT_FOUND -> 404;
      case NOT_IMPLEMENTED -> 405;
      case REQUEST_TOO_SLOW -> 408;
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

  private static String message(MynahException failure) {
    return switch (failure.code()) {
      case TOKEN_MISSING -> "Missing `Authorization` header";
      case TOKEN_INVALID -> "Invalid Token";
      case NOT_FOUND -> "Model not found";
      case INTERNAL -> "Internal server error.";
      default -> PlainErrors.messageOf(failure);
    };
  }

  private record Body(int status, String message) {}
}
