package dev.mynah.server.http.fish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.failure.Violation;
import dev.mynah.server.failure.Violation.Rule;
import dev.mynah.server.http.wire.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FishErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST,400,why",
    "MALFORMED_BODY,400,why",
    "FETCH_REFUSED,400,why",
    "UNREADABLE_MEDIA,400,why",
    "UNSUPPORTED_LANGUAGE,400,why",
    "TOKEN_MISSING,401,Missing `Authorization` header",
    "TOKEN_INVALID,401,Invalid Token",
    "CREDIT_EXHAUSTED,402,Insufficient Balance",
    "SCOPE_MISSING,403,why",
    "FORBIDDEN,403,why",
    "NOT_FOUND,404,Model not found",
    "NO_SUCH_PATH,404,why",
    "NOT_IMPLEMENTED,405,why",
    "CONFLICT,409,why",
    "TOO_LARGE,413,why",
    "OVERLOADED,429,why",
    "RATE_LIMITED,429,why",
    "INTERNAL,500,Internal server error.",
    "UNAVAILABLE,503,why",
  })
  void followsTheContract(ErrorCode code, int status, String message) {
    Answer answer = FishErrors.render(MynahException.of(code, "why"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(body(answer))
        .isEqualTo("{\"status\":%d,\"message\":\"%s\"}".formatted(status, message));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorHasTheTwoFieldsThatClientsTake(ErrorCode code) {
    Answer answer = FishErrors.render(MynahException.of(code, "why"));

    assertThat(body(answer)).matches("\\{\"status\":\\d{3},\"message\":\"[^\"]+\"}");
  }

  @Test
  void tellsWhenToComeBack() {
    Answer answer = FishErrors.render(MynahException.rateLimited("why", Duration.ofMillis(2_100)));

    assertThat(answer.headers()).containsEntry("Retry-After", "3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REQUIRED||missing|Field required",
        "TEXT||string_type|Input should be a valid string",
        "FLAG||bool_type|Input should be a valid boolean",
        "NUMBER||float_type|Input should be a valid number",
        "WHOLE_NUMBER||int_type|Input should be a valid integer",
        "LIST||list_type|Input should be a valid list",
        "OBJECT||dict_type|Input should be a valid dictionary",
        "AT_LEAST|1|greater_than_equal|Input should be greater than or equal to 1",
        "AT_MOST|100|less_than_equal|Input should be less than or equal to 100",
        "ONE_OF|1 or 2|literal_error|Input should be 1 or 2",
      })
  void aBrokenSchemaIsABareList(Rule rule, String bound, String type, String message) {
    Violation violation = new Violation(rule, bound == null ? "" : bound);

    Answer answer =
        FishErrors.render(MynahException.invalid("references[0].audio", "why", violation));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(body(answer))
        .isEqualTo(
            "[{\"loc\":[\"references\",0,\"audio\"],\"type\":\"%s\",\"msg\":\"%s\"}]"
                .formatted(type, message));
  }

  private static String body(Answer answer) {
    return new String(answer.body(), UTF_8);
  }
}
