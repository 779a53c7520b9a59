package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of a JSON body: what just fits is read, and one more is refused. */
final class JsonLimitsTest {

  @Test
  void depth() {
    assertLimit(Json.MAX_DEPTH, depth -> "[".repeat(depth) + "]".repeat(depth));
    assertLimit(Json.MAX_DEPTH, depth -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
  }

  @Test
  void lengthOfNumbers() {
    assertLimit(Json.MAX_NUMBER_CHARS, "9"::repeat);
  }

  @Test
  void lengthOfNames() {
    assertLimit(Json.MAX_NAME_CHARS, length -> "{\"" + "n".repeat(length) + "\":1}");
  }

  /** A member is a name and a value; the braces count as well. */
  @Test
  void numberOfMembers() {
    assertLimit(
        (Json.MAX_TOKENS - 2) / 2,
        members ->
            IntStream.range(0, members)
                .mapToObj(i -> "\"" + i + "\":0")
                .collect(Collectors.joining(",", "{", "}")));
  }

  @Test
  void numberOfElements() {
    assertLimit(Json.MAX_TOKENS - 2, elements -> "[0" + ",0".repeat(elements - 1) + "]");
  }

  /** Strings are bounded by the body's bytes and by the field that takes them. */
  @Test
  void longStringsAreRead() {
    String text = "x".repeat(5_000_000);

    assertThat(Json.read("\"" + text + "\"").textValue()).isEqualTo(text);
  }

  private static void assertLimit(int most, IntFunction<String> json) {
    assertThat(Json.read(json.apply(most))).isNotNull();
    assertThatThrownBy(() -> Json.read(json.apply(most + 1)))
        .isInstanceOfSatisfying(
            MynahException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_BODY))
        .hasMessageContaining("32 levels")
        .hasMessageContaining("10000 parts");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16_384, 16_385})
  void textIsReadWhereverItsPiecesAreCut(int pieceBytes) {
    String text = "plain, \u00fcml\u00e4ut, \u4f60\u597d, \ud83d\ude00! ".repeat(900);
    byte[] bytes = ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);

    assertThat(pieces(bytes, pieceBytes).text()).isEqualTo(text);
  }

  @Test
  void bytesThatAreNoTextAreRefusedWhereverTheyAreCut() {
    for (byte[] bad :
        List.of(
            new byte[] {'a', (byte) 0xff},
            new byte[] {(byte) 0xe4, (byte) 0xbd},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xc0, (byte) 0x80})) {
      for (int cut = 1; cut <= bad.length; cut++) {
        Pieces body = pieces(bad, cut);
        assertThatThrownBy(body::text).hasMessage("The body is not UTF-8 text.");
      }
    }
  }

  private static Pieces pieces(byte[] bytes, int pieceBytes) {
    Pieces pieces = new Pieces();
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      int count = Math.min(pieceBytes, bytes.length - at);
      byte[] piece = new byte[pieceBytes];
      System.arraycopy(bytes, at, piece, 0, count);
      pieces.add(piece, count);
    }
    return pieces;
  }
}
