package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/** The one table of errors on {@code /fish/*}: status and code for each of ours. */
final class AceErrors {
  private AceErrors() {}

  /** The service this dialect comes from uses token_mismatched for wrong parameters as well. */
  static ServiceError line(ErrorCode code) {
    return ServiceError.of(code, "token_mismatched");
  }

  /**
   * How an error about a field looks. A wrong {@code voices} is an api_error, as the service this
   * dialect comes from has it at {@code /fish/model}.
   */
  static ServiceError line(ErrorCode code, @Nullable String field) {
    return code == ErrorCode.INVALID_REQUEST && "voices".equals(field)
        ? new ServiceError(400, "api_error")
        : line(code);
  }

  static Answer render(MynahException failure, String traceId) {
    ServiceError line = line(failure.code(), failure.field().orElse(null));
    AceWire.Failure body =
        new AceWire.Failure(
            false,
            null,
            new AceWire.Problem(
                line.code(), ServiceError.message(failure.code(), PlainErrors.messageOf(failure))),
            traceId);
    return new Answer(line.status(), PlainErrors.retryHeaders(failure), Json.write(body));
  }
}
