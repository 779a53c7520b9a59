package dev.mynah.server.http.ace;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a body holds becomes an order, or is refused in a sentence that names a field; nothing
 * else ever comes out of the readers. An ordinary build replays the seeds and a fixed set of
 * mutations. To fuzz, guided by coverage: {@code JAZZER_FUZZ=1 mvn -pl server -am test
 * -Djazzer.hooks=true -Dtest=BodyFuzzTest#reads -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class BodyFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final int MUTATIONS_OF_THE_LONG_PROOF = 2_000_000;
  private static final int MAX_MESSAGE = 500;
  private static final SpeechOrders SPEECH = new SpeechOrders(2_000);
  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(
          ErrorCode.INVALID_REQUEST,
          ErrorCode.MALFORMED_BODY,
          ErrorCode.TOO_LARGE,
          ErrorCode.UNKNOWN_MODEL);
  private static final List<Function<JsonFields, Object>> READERS =
      List.of(
          CloneOrders::voices,
          CloneOrders::model,
          SPEECH::legacy,
          body -> SPEECH.tts(body, null),
          body -> SPEECH.tts(body, body.text("model", 1000).orElse(null)));

  /** Pieces that mean something to JSON or to a reader. */
  private static final List<String> SPICE =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\u0000",
          "\\ud800",
          "null",
          "true",
          "-0",
          "1e999",
          "-1",
          "9999999999999999999",
          "0.5",
          "\"\"",
          "[[]]",
          "{\"a\":{}}",
          "\"text\":",
          "\"voice_url\":",
          "\"references\":[{\"audio\":",
          "\"prosody\":{\"speed\":",
          "\"tags\":",
          "data:audio/wav;base64,AAAA",
          "http://[::1]/",
          "\u00e9\ud83d\ude00",
          "\"format\":\"opus\"");

  @FuzzTest(maxDuration = "30s")
  void reads(byte[] body) {
    int unused = accepted(new String(body, StandardCharsets.UTF_8));
  }

  @Test
  void holdsForMutationsOfEverySeed() {
    mutate(MUTATIONS);
  }

  @Test
  @Tag("long")
  void holdsForManyMoreMutations() {
    mutate(MUTATIONS_OF_THE_LONG_PROOF);
  }

  private static void mutate(int mutations) {
    Random random = new Random(20_261_121);
    List<String> seeds = List.of(seed("tts.json"), seed("voices.json"), seed("model.json"));
    int accepted = 0;
    for (int i = 0; i < mutations; i++) {
      String body = seeds.get(random.nextInt(seeds.size()));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        body = mutated(body, random);
      }
      accepted += accepted(body);
    }
    assertThat(accepted).as("orders that were read").isBetween(mutations / 100, mutations * 3);
  }

  private static String mutated(String body, Random random) {
    StringBuilder text = new StringBuilder(body);
    int at = random.nextInt(text.length() + 1);
    switch (random.nextInt(5)) {
      case 0 -> text.insert(at, SPICE.get(random.nextInt(SPICE.size())));
      case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
      case 2 -> {
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        text.replace(at, end, SPICE.get(random.nextInt(SPICE.size())));
      }
      case 3 -> text.insert(at, body, at / 2, Math.min(body.length(), at / 2 + 20));
      default -> {
        if (at < text.length()) {
          text.setCharAt(at, (char) random.nextInt(0x300));
        }
      }
    }
    return text.toString();
  }

  /** Returns how many readers took the body. */
  private static int accepted(String body) {
    int accepted = 0;
    for (Function<JsonFields, Object> reader : READERS) {
      try {
        JsonFields fields = JsonFields.ofBody(Json.read(body));
        assertThat(reader.apply(fields)).isNotNull();
        ObjectNode kept = Recordings.withoutInline(fields.node());
        assertThat(Json.write(kept)).isNotEmpty();
        accepted++;
      } catch (MynahException refused) {
        assertRefusal(refused);
      }
    }
    return accepted;
  }

  private static void assertRefusal(MynahException refused) {
    assertThat(REFUSALS).contains(refused.code());
    String message = Objects.requireNonNull(refused.getMessage());
    assertThat(message).hasSizeBetween(10, MAX_MESSAGE).doesNotContain("Exception", "\n");
    if (refused.code() == ErrorCode.INVALID_REQUEST) {
      assertThat(refused.field()).isPresent();
    }
    assertThat(AceErrors.render(refused, "trace").status()).isBetween(400, 499);
  }

  private static String seed(String name) {
    try (InputStream in =
        BodyFuzzTest.class.getResourceAsStream("BodyFuzzTestInputs/reads/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
