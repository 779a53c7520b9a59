package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  @Test
  void neitherSpacesNorTheOrderOfFieldsCount() throws Exception {
    assertThat(fingerprint("{\"a\":1, \"b\":{\"c\":[1,2],\"d\":null}}"))
        .isEqualTo(fingerprint("{ \"b\":{\"d\":null,\"c\":[1,2]},\"a\":1}"))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void everythingElseCounts() throws Exception {
    List<String> bodies =
        List.of(
            "{}",
            "{\"a\":1}",
            "{\"a\":\"1\"}",
            "{\"a\":true}",
            "{\"a\":null}",
            "{\"a\":[]}",
            "{\"a\":{}}",
            "{\"a\":[1,2]}",
            "{\"a\":[2,1]}",
            "{\"a\":[12]}",
            "{\"a\":\"b\",\"c\":\"d\"}",
            "{\"ab\":\"c\",\"d\":\"\"}",
            "{\"b\":1}");
    Set<String> fingerprints = new HashSet<>();
    for (String body : bodies) {
      fingerprints.add(fingerprint(body));
    }
    fingerprints.add(IdempotencyKey.of("k", "/fish/audios", json("{}")).fingerprint());

    assertThat(fingerprints).hasSize(bodies.size() + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "6f1c5b0e-9d0f-4e0a-8a55-2f9c7b3f2b11", "order 7 / try ~"})
  void takesPrintableKeys(String key) throws Exception {
    assertThat(IdempotencyKey.of(" " + key + " ", "/", json("{}")).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "a\tb", "\u00fcber", "a\u0000b"})
  void refusesOtherKeys(String key) {
    assertThatThrownBy(() -> IdempotencyKey.of(key, "/", json("{}")))
        .hasMessageContaining("1 to 255 printable");
  }

  @Test
  void refusesKeysWithoutEnd() throws Exception {
    assertThat(IdempotencyKey.of("k".repeat(255), "/", json("{}")).key()).hasSize(255);
    assertThatThrownBy(() -> IdempotencyKey.of("k".repeat(256), "/", json("{}")))
        .hasMessageContaining("1 to 255 printable");
  }

  private static String fingerprint(String body) throws JsonProcessingException {
    return IdempotencyKey.of("k", "/fish/tts", json(body)).fingerprint();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
