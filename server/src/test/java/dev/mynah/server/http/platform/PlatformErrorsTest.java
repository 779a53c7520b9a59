package dev.mynah.server.http.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.ServiceError;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST,400,bad_request",
    "MALFORMED_BODY,400,bad_request",
    "NOT_IMPLEMENTED,400,api_not_implemented",
    "TOKEN_MISSING,401,invalid_token",
    "TOKEN_INVALID,401,invalid_token",
    "TOKEN_EXPIRED,401,token_expired",
    "SCOPE_MISSING,401,token_mismatched",
    "FORBIDDEN,403,permission_denied",
    "CREDIT_EXHAUSTED,403,used_up",
    "NO_SUCH_PATH,404,no_api",
    "NOT_FOUND,404,not_found",
    "TOO_LARGE,413,content_too_large",
    "RATE_LIMITED,429,too_many_requests",
    "INTERNAL,500,api_error",
    "UNAVAILABLE,503,api_error",
  })
  void followsTheContract(ErrorCode code, int status, String wireCode) {
    assertThat(PlatformErrors.line(code)).isEqualTo(new ServiceError(status, wireCode));
  }

  @Test
  void anErrorHasTheShapeClientsRead() {
    Answer answer =
        PlatformErrors.render(
            MynahException.of(ErrorCode.NOT_FOUND, "There is no such credential."), "trace");
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo(
            "{\"success\":false,\"error\":{\"code\":\"not_found\","
                + "\"message\":\"There is no such credential.\"},\"trace_id\":\"trace\"}");
  }

  @Test
  void aDefectIsNeverDescribed() {
    Answer answer =
        PlatformErrors.render(MynahException.of(ErrorCode.INTERNAL, "a secret"), "trace");
    assertThat(new String(answer.body(), UTF_8)).doesNotContain("a secret");
  }

  @Test
  void saysWhenToComeBack() {
    Answer answer =
        PlatformErrors.render(
            MynahException.overloaded("Later.", Duration.ofMillis(1500)), "trace");
    assertThat(answer.headers()).containsEntry("Retry-After", "2");
  }
}
