package dev.mynah.server.http.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.ServiceError;

/** The one table of errors on {@code /api/v1}: status and code for each of ours. */
final class PlatformErrors {
  private PlatformErrors() {}

  static ServiceError line(ErrorCode code) {
    return ServiceError.of(code, "bad_request");
  }

  static Answer render(MynahException failure, String traceId) {
    ServiceError line = line(failure.code());
    Body body =
        new Body(
            false,
            new Problem(
                line.code(), ServiceError.message(failure.code(), PlainErrors.messageOf(failure))),
            traceId);
    return new Answer(line.status(), PlainErrors.retryHeaders(failure), Json.write(body));
  }

  private record Body(boolean success, Problem error, @JsonProperty("trace_id") String traceId) {}

  private record Problem(String code, String message) {}
}
