package dev.mynah.server.http.fish;

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
    int status = PlainErrors.statusOf(failure.code());
    return new Answer(
        status, PlainErrors.retryHeaders(failure), Json.write(new Body(status, message(failure))));
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
