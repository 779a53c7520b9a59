package dev.mynah.server.http;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.PlainErrors;
import io.javalin.config.RoutesConfig;

/** Owns what no other dialect owns, which has no routes: everything there is an error. */
final class PlainDialect implements Dialect {

  @Override
  public boolean owns(String path) {
    return true;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    // None: what is left over is answered with NO_SUCH_PATH.
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return PlainErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return false;
  }

  /** Returns the error that stands for a status which Jetty or Javalin came to by itself. */
  static MynahException failureFor(int status) {
    return switch (status) {
      case 404 -> of(ErrorCode.NO_SUCH_PATH, "There is nothing at this path.");
      case 405 -> of(ErrorCode.NOT_IMPLEMENTED, "This path doesn't take this method.");
      case 408 -> of(ErrorCode.REQUEST_TOO_SLOW, "The request came too slowly.");
      case 413 -> of(ErrorCode.TOO_LARGE, "The request is too large.");
      case 414 -> of(ErrorCode.URL_TOO_LONG, "The URL is too long.");
      case 431 -> of(ErrorCode.HEADERS_TOO_LARGE, "The header fields are too large.");
      case 503 -> of(ErrorCode.UNAVAILABLE, "The server is stopping; try again shortly.");
      default ->
          status == 505 || (status >= 400 && status < 500)
              ? of(ErrorCode.MALFORMED_BODY, "This is not a well-formed HTTP request.")
              : of(ErrorCode.INTERNAL, "Internal server error.");
    };
  }

  private static MynahException of(ErrorCode code, String message) {
    return MynahException.of(code, message);
  }
}
