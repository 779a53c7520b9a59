package dev.mynah.server.http.fish;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.MessagePackTree;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a msgpack body of {@code /v1/tts} holds becomes an order, or is refused in a sentence;
 * nothing else ever comes out of the readers, however long it says it is. An ordinary build plays a
 * fixed set of mutations. To fuzz, guided by coverage: {@code JAZZER_FUZZ=1 mvn -pl server -am test
 * -Djazzer.hooks=true -Dtest=SpeechBodyFuzzTest#reads -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class SpeechBodyFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final int MUTATIONS_OF_THE_LONG_PROOF = 2_000_000;
  private static final int MAX_MESSAGE = 500; // characters
  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(ErrorCode.INVALID_REQUEST, ErrorCode.MALFORMED_BODY, ErrorCode.TOO_LARGE);

  /** First bytes of msgpack values, most of them longer than what follows. */
  private static final int[] SPICE = {
    0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB,
    0xCF, 0xD3, 0xD4, 0xD8, 0xD9, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, 0xE0, 0xFF, 0x7F, 0x00
  };

  private static List<byte[]> seeds() {
    ObjectNode full = Json.object();
    full.put("text", "Hello <|speaker:1|> there").put("format", "opus").put("opus_bitrate", 32);
    full.put("temperature", 0.7).put("top_p", 0.7f).put("chunk_length", 200);
    full.put("normalize", true).putNull("sample_rate").putNull("prosody").put("latency", "low");
    full.putArray("reference_id").add("a").add("b");
    full.putArray("features").add("quality-guard");
    ObjectNode cloned = Json.object().put("text", "Hi").put("sample_rate", 24_000);
    cloned.put("format", "pcm").put("mp3_bitrate", 128);
    cloned.putObject("prosody").put("speed", 1.5).put("volume", -3).put("normalize_loudness", true);
    cloned
        .putArray("references")
        .addArray()
        .addObject()
        .put("audio", new byte[] {'R', 'I', 'F', 'F', -1, 0})
        .put("text", "what is said");
    return List.of(MessagePackTree.write(full), MessagePackTree.write(cloned));
  }

  @FuzzTest(maxDuration = "30s")
  void reads(byte[] body) {
    boolean unused = accepted(body);
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
    List<byte[]> seeds = seeds();
    int accepted = 0;
    for (int i = 0; i < mutations; i++) {
      byte[] body = seeds.get(random.nextInt(seeds.size()));
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        body = mutated(body, random);
      }
      accepted += accepted(body) ? 1 : 0;
    }
    assertThat(accepted).as("orders that were read").isBetween(mutations / 10, mutations - 1);
  }

  private static byte[] mutated(byte[] body, Random random) {
    int at = random.nextInt(body.length);
    byte spice = (byte) SPICE[random.nextInt(SPICE.length)];
    byte[] mutated;
    switch (random.nextInt(4)) {
      case 0 -> {
        mutated = Arrays.copyOf(body, body.length + 1);
        System.arraycopy(body, at, mutated, at + 1, body.length - at);
        mutated[at] = spice;
      }
      case 1 -> mutated = Arrays.copyOf(body, 1 + random.nextInt(body.length));
      case 2 -> {
        mutated = body.clone();
        mutated[at] = (byte) random.nextInt(256);
      }
      default -> {
        mutated = body.clone();
        mutated[at] = spice;
      }
    }
    return mutated;
  }

  /** Returns whether the body was read. */
  private static boolean accepted(byte[] body) {
    try {
      JsonNode tree = MessagePackTree.read(body);
      assertThat(MessagePackTree.read(MessagePackTree.write(tree)).toString())
          .as("read again")
          .isEqualTo(tree.toString());
      JsonFields fields = JsonFields.ofBody(tree).lenient();
      assertThat(SpeechOrders.withoutText(fields)).isNotNull();
      assertThat(SpeechOrders.withText(fields)).isNotNull();
      return true;
    } catch (MynahException refused) {
      assertThat(REFUSALS).contains(refused.code());
      String message = Objects.requireNonNull(refused.getMessage());
      assertThat(message).hasSizeBetween(10, MAX_MESSAGE).doesNotContain("Exception", "\n");
      assertThat(FishErrors.render(refused).status()).isBetween(400, 499);
      return false;
    }
  }
}
