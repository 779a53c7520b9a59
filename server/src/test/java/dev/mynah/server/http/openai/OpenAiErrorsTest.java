package dev.mynah.server.http.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class OpenAiErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "TOKEN_MISSING,       401, invalid_request_error, invalid_api_key",
    "TOKEN_INVALID,       401, invalid_request_error, invalid_api_key",
    "SCOPE_MISSING,       403, invalid_request_error, insufficient_permissions",
    "UNKNOWN_MODEL,       404, invalid_request_error, model_not_found",
    "CREDIT_EXHAUSTED,    429, insufficient_quota,    insufficient_quota",
    "RATE_LIMITED,        429, requests,              rate_limit_exceeded",
    "OVERLOADED,          429, requests,              rate_limit_exceeded",
    "TOO_LARGE,           413, invalid_request_error, content_too_large",
    "UNSUPPORTED_LANGUAGE,400, invalid_request_error, unsupported_language",
    "UNREADABLE_MEDIA,    400, invalid_request_error, invalid_value",
    "NOT_IMPLEMENTED,     405, invalid_request_error, method_not_supported",
    "UNAVAILABLE,         503, server_error,          service_unavailable"
  })
  void tellsEachErrorAsClientsKnowIt(ErrorCode code, int status, String type, String name) {
    Answer answer = OpenAiErrors.render(MynahException.of(code, "Told."), "request-1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(error(answer).path("type").asText()).isEqualTo(type);
    assertThat(error(answer).path("code").asText()).isEqualTo(name);
    assertThat(answer.headers()).containsEntry("x-request-id", "request-1");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void allFourFieldsAreAlwaysThere(ErrorCode code) {
    JsonNode error = error(OpenAiErrors.render(MynahException.of(code, "Told."), "r"));

    assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(error.path("param").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "text, input",
    "prosody.speed, speed",
    "reference_id, voice",
    "response_format, response_format"
  })
  void namesTheFieldAsTheCallerWroteIt(String ours, String theirs) {
    Answer answer = OpenAiErrors.render(MynahException.invalid(ours, ours + " is too much."), "r");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(error(answer).path("param").asText()).isEqualTo(theirs);
    assertThat(error(answer).path("message").asText()).isEqualTo(theirs + " is too much.");
  }

  @Test
  void tellsWhatWasNotFound() {
    Answer answer = OpenAiErrors.render(MynahException.notFound("voice", "No such voice."), "r");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(error(answer).path("code").asText()).isEqualTo("voice_not_found");
    assertThat(error(answer).path("param").asText()).isEqualTo("voice");
  }

  @Test
  void sendsNobodyBackToHearOfAnEmptyPurseAgain() {
    Answer empty = OpenAiErrors.render(MynahException.of(ErrorCode.CREDIT_EXHAUSTED, "No."), "r");
    Answer busy =
        OpenAiErrors.render(MynahException.rateLimited("No.", Duration.ofSeconds(3)), "r");

    assertThat(empty.headers()).containsEntry("x-should-retry", "false");
    assertThat(busy.headers())
        .doesNotContainKey("x-should-retry")
        .containsEntry("Retry-After", "3");
  }

  @Test
  void describesNoDefect() {
    Answer answer =
        OpenAiErrors.render(MynahException.of(ErrorCode.INTERNAL, "secret detail"), "r");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(new String(answer.body(), UTF_8)).doesNotContain("secret");
  }

  private static JsonNode error(Answer answer) {
    return Json.read(new String(answer.body(), UTF_8)).path("error");
  }
}
