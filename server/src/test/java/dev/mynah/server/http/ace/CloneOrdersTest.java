package dev.mynah.server.http.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Visibility;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CloneOrdersTest {

  @Test
  void readsTheSmallestRequest() {
    assertThat(order("{\"voice_url\":\" https://a.example/v.mp3 \"}"))
        .isEqualTo(
            new CloneOrder(
                List.of(new Recording.Url("https://a.example/v.mp3")),
                "voice_url",
                "",
                "",
                null,
                Visibility.PUBLIC,
                List.of(),
                List.of(),
                null));
  }

  @Test
  void readsEveryField() {
    CloneOrder order =
        order(
            """
            {"voice_url":"https://a.example/v.mp3","title":" Ann ","description":"calm",
             "image_url":"https://a.example/i.png","visibility":"private",
             "tags":["calm"," calm","","warm"],"texts":["what is said"],
             "consent":" Ann agreed. ","unknown":{"x":[]}}
            """);

    assertThat(order.title()).isEqualTo("Ann");
    assertThat(order.description()).isEqualTo("calm");
    assertThat(order.imageUrl()).isEqualTo("https://a.example/i.png");
    assertThat(order.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(order.tags()).containsExactly("calm", "warm");
    assertThat(order.transcripts()).containsExactly("what is said");
    assertThat(order.consent()).isEqualTo("Ann agreed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"image_url\":\"https://a.example/i.png\"",
        "\"image_urls\":\"https://a.example/i.png\"",
        "\"image_urls\":[\"\",\"https://a.example/i.png\",\"https://b.example/\"]",
        "\"cover_image\":\"https://a.example/i.png\"",
        "\"cover_image\":[\"https://a.example/i.png\"]",
        "\"image_url\":null,\"image_urls\":[],\"cover_image\":\"https://a.example/i.png\"",
      })
  void takesThePictureUnderAllItsNames(String field) {
    assertThat(order("{\"voice_url\":\"https://a.example/v\"," + field + "}").imageUrl())
        .isEqualTo("https://a.example/i.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|voice_url is required",
        "{\"voice_url\":\"\"}|voice_url must not be empty",
        "{\"voice_url\":7}|voice_url must be a string",
        "{\"voice_url\":[\"http://a\"]}|voice_url must be a string",
        "{\"voice_url\":\"http://a\",\"title\":5}|title must be a string",
        "{\"voice_url\":\"http://a\",\"tags\":\"x\"}|tags must be an array",
        "{\"voice_url\":\"http://a\",\"visibility\":\"secret\"}|visibility must be one of",
        "{\"voice_url\":\"http://a\",\"image_url\":{}}|image_url must be a string or an array",
      })
  void namesTheFieldThatIsWrong(String body, String message) {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> order(body))
        .withMessageContaining(message);
  }

  @Test
  void refusesUrlsAndTitlesWithoutEnd() {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> order("{\"voice_url\":\"http://a/" + "x".repeat(5000) + "\"}"))
        .withMessageContaining("voice_url is longer than 4096 characters");
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(
            () -> order("{\"voice_url\":\"http://a\",\"title\":\"" + "x".repeat(201) + "\"}"))
        .withMessageContaining("title has 201 characters");
  }

  private static CloneOrder order(String body) {
    return CloneOrders.voices(JsonFields.ofBody(Json.read(body)));
  }
}
