package dev.mynah.server.http.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.speech.SpeechOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each field that can be long or many: what just fits is read, and one more is refused by name. */
final class FieldLimitsTest {
  private static final int MAX_TEXT = 700;
  private static final String URL = "https://a.example/v.mp3";

  /** {@code field} is given that many characters or, if {@code item} is there, entries. */
  @ParameterizedTest
  @CsvSource({
    "voices, title,          200, ",
    "voices, description,   5000, ",
    "voices, tags,            20, tag",
    "voices, tags[],          50, ",
    "voices, image_url,     4096, ",
    "voices, image_urls,      20, https://a.example/i.png",
    "voices, cover_image[], 4096, ",
    "voices, texts,        10000, ",
    "voices, texts,           20, what is said",
    "model,  title,          200, ",
    "model,  type,           100, ",
    "tts,    text,           700, ",
    "tts,    reference_id,   200, ",
    "tts,    reference_id,    16, abc",
    "legacy, prompt,         700, ",
    "legacy, voice_id,       200, ",
  })
  void field(String reader, String field, int most, @Nullable String item) {
    assertThatCode(() -> read(reader, field, most, item)).doesNotThrowAnyException();
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> read(reader, field, most + 1, item))
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(refused.field().orElseThrow()).startsWith(field.replace("[]", ""));
            })
        .withMessageContaining(Integer.toString(most));
  }

  @Test
  void references() {
    List<Map<String, String>> most = Collections.nCopies(10, Map.of("audio", URL));
    List<Map<String, String>> tooMany = Collections.nCopies(11, Map.of("audio", URL));

    assertThat(tts(Map.of("text", "a", "references", most)).references()).hasSize(10);
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> tts(Map.of("text", "a", "references", tooMany)))
        .withMessage("references has 11 entries; at most 10 are taken.");
  }

  @Test
  void transcriptsOfReferences() {
    Map<String, String> longest = Map.of("audio", URL, "text", "t".repeat(10_000));
    Map<String, String> tooLong = Map.of("audio", URL, "text", "t".repeat(10_001));

    assertThat(tts(Map.of("text", "a", "references", List.of(longest))).references()).hasSize(1);
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> tts(Map.of("text", "a", "references", List.of(tooLong))))
        .withMessageStartingWith("references[0].text has 10001 characters");
  }

  @Test
  void whatIsKeptOfARequestIsBounded() {
    JsonNode kept =
        Recordings.withoutInline(
            body(Map.of(
                    "text", "t".repeat(90_000),
                    "voice_url", "u".repeat(4097),
                    "texts", List.of("x".repeat(10_000), "x".repeat(10_001)),
                    "references", List.of(Map.of("audio", "b".repeat(5000), "text", "said")),
                    "junk", Map.of("text", "j".repeat(20_000), "audio", "short")))
                .node());

    assertThat(kept.path("text").textValue()).hasSize(90_000);
    assertThat(kept.path("voice_url").textValue()).isEqualTo("(4097 characters of inline audio)");
    assertThat(kept.path("texts").get(0).textValue()).hasSize(10_000);
    assertThat(kept.path("texts").get(1).textValue()).isEqualTo("(10001 characters of text)");
    assertThat(kept.at("/references/0/audio").textValue())
        .isEqualTo("(5000 characters of inline audio)");
    assertThat(kept.at("/references/0/text").textValue()).isEqualTo("said");
    assertThat(kept.at("/junk/text").textValue()).isEqualTo("(20000 characters of text)");
    assertThat(kept.at("/junk/audio").textValue()).isEqualTo("short");
  }

  private static Object read(String reader, String field, int size, @Nullable String item) {
    String name = field.replace("[]", "");
    String prefix =
        name.startsWith("image") || name.startsWith("cover") ? "https://a.example/" : "";
    Object value =
        item == null
            ? prefix + "x".repeat(size - prefix.length())
            : Collections.nCopies(size, item);
    Map<String, Object> fields = new TreeMap<>(smallest(reader));
    fields.put(name, field.endsWith("[]") ? List.of(value) : value);
    JsonFields body = body(fields);
    return switch (reader) {
      case "voices" -> CloneOrders.voices(body);
      case "model" -> CloneOrders.model(body);
      case "tts" -> new SpeechOrders(MAX_TEXT).tts(body, null);
      default -> new SpeechOrders(MAX_TEXT).legacy(body);
    };
  }

  private static Map<String, Object> smallest(String reader) {
    return switch (reader) {
      case "voices" -> Map.of("voice_url", URL);
      case "model" -> Map.of("title", "Ann", "voices", URL);
      case "tts" -> Map.of("text", "hello");
      default -> Map.of("prompt", "hello", "voice_id", "abc");
    };
  }

  private static SpeechOrder tts(Map<String, Object> fields) {
    return new SpeechOrders(MAX_TEXT).tts(body(fields), null);
  }

  private static JsonFields body(Map<String, Object> fields) {
    return JsonFields.ofBody(Json.read(Json.tree(fields).toString()));
  }
}
