package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagePackTreeTest {

  @Test
  void readsBackWhatItWrote() {
    ObjectNode tree = Json.object();
    tree.put("text", "Grüße 🎧")
        .put("flag", true)
        .put("half", 0.5)
        .put("count", -70_000)
        .putNull("none");
    tree.put("audio", new byte[] {1, 2, -1}).put("big", Long.MAX_VALUE);
    tree.putArray("list").add(1).addArray().addObject().put("deep", "x");

    assertThat(MessagePackTree.read(MessagePackTree.write(tree)).toString())
        .isEqualTo(tree.toString());
  }

  @Test
  void singlePrecisionIsReadAsItWasMeant() {
    assertThat(read("ca3f333333").doubleValue()).isEqualTo(0.7);
  }

  @Test
  void textThatIsNoUtf8IsBytes() {
    assertThat(read("a3fffe00").isBinary()).isTrue();
    assertThat(read("a3616263").textValue()).isEqualTo("abc");
  }

  /**
   * Sizes beyond what is there, ends that are missing, what goes on, extensions, keys that are
   * none.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c1",
        "a5",
        "c6ffffffff",
        "c67fffffff00",
        "db7fffffff61",
        "dd7fffffff",
        "df7fffffff",
        "ddffffffff",
        "dfffffffff",
        "9201",
        "81a161",
        "0000",
        "d40100",
        "c70102",
        "81c000",
        "8190c0"
      })
  void refusesWhatIsBroken(String hex) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOf(MynahException.class)
        .extracting(e -> ((MynahException) e).code())
        .isEqualTo(ErrorCode.MALFORMED_BODY);
  }

  @Test
  void depthAndPartsAreBounded() {
    assertThat(read("91".repeat(Json.MAX_DEPTH) + "c0").isArray()).isTrue();
    assertThatThrownBy(() -> read("91".repeat(Json.MAX_DEPTH + 1) + "c0"))
        .hasMessageContaining("levels");
    assertThat(read("dc270e" + "00".repeat(Json.MAX_TOKENS - 2)).size())
        .isEqualTo(Json.MAX_TOKENS - 2);
    assertThatThrownBy(() -> read("dc270f" + "00".repeat(Json.MAX_TOKENS - 1)))
        .hasMessageContaining("parts");
  }

  @Test
  void noBytesMakeItFailInAnyOtherWay() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] good = MessagePackTree.write(Json.read("{\"a\":[1,\"b\",{\"c\":0.5}],\"d\":null}"));
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(MessagePackTree.read(bytes)).isNotNull();
      } catch (MynahException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_BODY);
      }
    }
  }

  private static JsonNode read(String hex) {
    return MessagePackTree.read(HexFormat.of().parseHex(hex));
  }
}
