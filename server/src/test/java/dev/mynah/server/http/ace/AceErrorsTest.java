package dev.mynah.server.http.ace;

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
import org.junit.jupiter.params.provider.EnumSource;

final class AceErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST,400,token_mismatched",
    "MALFORMED_BODY,400,token_mismatched",
    "FETCH_REFUSED,400,token_mismatched",
    "UNREADABLE_MEDIA,400,token_mismatched",
    "UNUSABLE_REFERENCE,400,token_mismatched",
    "UNSUPPORTED_LANGUAGE,400,token_mismatched",
    "NOT_IMPLEMENTED,400,api_not_implemented",
    "UNKNOWN_MODEL,400,bad_request",
    "TOKEN_MISSING,401,invalid_token",
    "TOKEN_INVALID,401,invalid_token",
    "TOKEN_EXPIRED,401,token_expired",
    "SCOPE_MISSING,401,token_mismatched",
    "CREDIT_EXHAUSTED,403,used_up",
    "NO_SUCH_PATH,404,no_api",
    "NOT_FOUND,404,not_found",
    "OVERLOADED,429,too_many_requests",
    "RATE_LIMITED,429,too_many_requests",
    "INTERNAL,500,api_error",
    "WAIT_TIMED_OUT,504,timeout",
  })
  void followsTheContract(ErrorCode code, int status, String wireCode) {
    assertThat(AceErrors.line(code)).isEqualTo(new ServiceError(status, wireCode));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorHasTheOneShape(ErrorCode code) {
    Answer answer = AceErrors.render(MynahException.of(code, "why"), "trace");

    assertThat(new String(answer.body(), UTF_8))
        .matches(
            "\\{\"success\":false,\"error\":\\{\"code\":\"[a-z_]+\",\"message\":\"[^\"]+\"},"
                + "\"trace_id\":\"trace\"}");
    assertThat(answer.status()).isBetween(400, 504);
  }

  @Test
  void saysWhenToComeBackInWholeSeconds() {
    Answer answer =
        AceErrors.render(MynahException.overloaded("full", Duration.ofMillis(1200)), "t");

    assertThat(answer.headers()).containsEntry("Retry-After", "2");
  }

  @Test
  void describesNoDefect() {
    Answer answer =
        AceErrors.render(MynahException.of(ErrorCode.INTERNAL, "disk /data/x is broken"), "t");

    assertThat(new String(answer.body(), UTF_8))
        .contains("Internal server error.")
        .doesNotContain("disk");
  }
}
