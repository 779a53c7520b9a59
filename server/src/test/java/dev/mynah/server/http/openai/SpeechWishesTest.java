package dev.mynah.server.http.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpeechWishesTest {
  private static final SpeechWishes WISHES = new SpeechWishes(5_000);

  @Test
  void readsTheSmallestRequest() {
    assertThat(read("{\"model\":\"tts-1\",\"input\":\"Hello.\",\"voice\":\"alloy\"}"))
        .isEqualTo(new SpeechWish("Hello.", "alloy", AudioFormat.MP3, 1, false));
  }

  @Test
  void readsEveryField() {
    assertThat(
            read(
                """
                {"model":"anything at all","input":"Hello.","voice":"nova","speed":1.5,
                 "instructions":"Speak like a pirate.","response_format":"wav",
                 "stream_format":"sse"}
                """))
        .isEqualTo(new SpeechWish("Hello.", "nova", AudioFormat.WAV, 1.5, true));
  }

  @Test
  void takesAVoiceOfOnesOwnByItsObject() {
    assertThat(read("{\"model\":\"m\",\"input\":\"Hi.\",\"voice\":{\"id\":\"abc\"}}").voice())
        .isEqualTo("abc");
  }

  @Test
  void takesMoreTextThanTheServiceItComesFrom() {
    String long5000 = "a".repeat(5_000);
    assertThat(read(body("input", "\"" + long5000 + "\"")).input()).isEqualTo(long5000);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 4})
  void takesEverySpeedTheServiceItComesFromTakes(double speed) {
    assertThat(read(body("speed", Double.toString(speed))).speed()).isEqualTo(speed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model           | null",
        "model           | 7",
        "input           | null",
        "input           | \" \"",
        "input           | [\"a\"]",
        "voice           | null",
        "voice           | \"\"",
        "voice           | 5",
        "speed           | 0.2",
        "speed           | 4.1",
        "speed           | \"fast\"",
        "response_format | \"ogg\"",
        "stream_format   | \"ws\"",
        "instructions    | 1"
      })
  void refusesAndNamesWhatIsWrong(String field, String value) {
    assertRefused(field, value);
  }

  @Test
  void refusesTextAndInstructionsBeyondTheirLimits() {
    assertRefused("input", "\"" + "a".repeat(5_001) + "\"");
    assertRefused("instructions", "\"" + "a".repeat(4_097) + "\"");
  }

  @Test
  void namesTheIdWithinAVoice() {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> read(body("voice", "{\"name\":\"x\"}")))
        .satisfies(e -> assertThat(e.field()).contains("voice.id"));
  }

  private static void assertRefused(String field, String value) {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> read(body(field, value)))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.field()).contains(field);
            });
  }

  private static String body(String field, String value) {
    return Json.object()
        .put("model", "tts-1")
        .put("input", "Hello.")
        .put("voice", "alloy")
        .set(field, Json.read("{\"v\":" + value + "}").get("v"))
        .toString();
  }

  private static SpeechWish read(String body) {
    return WISHES.read(JsonFields.ofBody(Json.read(body)));
  }
}
