package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFieldsTest {

  @Test
  void readsEveryKindOfField() {
    JsonFields fields =
        fields(
            """
            {"text":"hi","flag":true,"speed":1.25,"rate":44100,"whole":2.0,
             "one":"a","many":["a","b"],"inner":{"speed":0.5},"list":[{"x":"y"}]}
            """);

    assertThat(fields.requiredText("text", 10)).isEqualTo("hi");
    assertThat(fields.flag("flag", false)).isTrue();
    assertThat(fields.number("speed", 0.5, 2)).isEqualTo(OptionalDouble.of(1.25));
    assertThat(fields.wholeOf("rate", List.of(44100))).isEqualTo(OptionalInt.of(44100));
    assertThat(fields.whole("whole", 0, 9)).isEqualTo(OptionalLong.of(2));
    assertThat(fields.oneOrMoreTexts("one", 3, 9)).containsExactly("a");
    assertThat(fields.oneOrMoreTexts("many", 3, 9)).containsExactly("a", "b");
    assertThat(fields.object("inner").orElseThrow().number("speed", 0, 1))
        .isEqualTo(OptionalDouble.of(0.5));
    assertThat(fields.objects("list", 3).getFirst().text("x", 9)).contains("y");
  }

  @Test
  void takesNullForAbsent() {
    JsonFields fields = fields("{\"a\":null}");

    assertThat(fields.has("a")).isFalse();
    assertThat(fields.text("a", 9)).isEmpty();
    assertThat(fields.flag("a", true)).isTrue();
    assertThat(fields.number("a", 0, 1)).isEmpty();
    assertThat(fields.whole("a", 0, 1)).isEmpty();
    assertThat(fields.oneOrMoreTexts("a", 1, 1)).isEmpty();
    assertThat(fields.objects("a", 1)).isEmpty();
    assertThat(fields.object("a")).isEmpty();
    assertThat(fields.text("never sent", 9)).isEmpty();
  }

  @Test
  void namesTheFieldAndWhatIsWrongWithIt() {
    assertWrong("{}", fields -> fields.requiredText("text", 9), "text", "text is required.");
    assertWrong(
        "{\"text\":\" \"}",
        fields -> fields.requiredText("text", 9),
        "text",
        "text must not be empty.");
    assertWrong(
        "{\"text\":7}",
        fields -> fields.requiredText("text", 9),
        "text",
        "text must be a string, not a number.");
    assertWrong(
        "{\"text\":\"12345\"}",
        fields -> fields.text("text", 4),
        "text",
        "text has 5 characters; at most 4 are taken.");
    assertWrong(
        "{\"async\":\"yes\"}",
        fields -> fields.flag("async", false),
        "async",
        "async must be true or false, not a string.");
    assertWrong(
        "{\"format\":\"aac\"}",
        fields -> fields.choice("format", List.of("mp3", "wav")),
        "format",
        "format must be one of mp3, wav.");
    assertWrong(
        "{\"ids\":[\"a\",3]}",
        fields -> fields.texts("ids", 9, 9),
        "ids[1]",
        "ids[1] must be a string, not a number.");
    assertWrong(
        "{\"ids\":[\"a\",\"b\"]}",
        fields -> fields.texts("ids", 1, 9),
        "ids",
        "ids has 2 entries; at most 1 are taken.");
    assertWrong(
        "{\"ids\":{}}",
        fields -> fields.oneOrMoreTexts("ids", 1, 9),
        "ids",
        "ids must be a string or an array of strings, not an object.");
    assertWrong(
        "{\"prosody\":{\"speed\":\"fast\"}}",
        fields -> fields.object("prosody").orElseThrow().number("speed", 0.5, 2),
        "prosody.speed",
        "prosody.speed must be a number, not a string.");
    assertWrong(
        "{\"references\":[{},{\"text\":[]}]}",
        fields -> fields.objects("references", 9).get(1).text("text", 9),
        "references[1].text",
        "references[1].text must be a string, not an array.");
    assertWrong(
        "{\"prosody\":[1]}",
        fields -> fields.object("prosody"),
        "prosody",
        "prosody must be an object, not an array.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "0.4999", "2.0001", "1e9", "1e999", "-1e999", "1e-400", "99999999999"})
  void refusesNumbersOutOfRange(String number) {
    assertWrong(
        "{\"speed\":" + number + "}",
        fields -> fields.number("speed", 0.5, 2),
        "speed",
        "speed must be between 0.5 and 2.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "0.000001"})
  void refusesFractionsWhereWholeNumbersAreMeant(String number) {
    assertWrong(
        "{\"n\":" + number + "}",
        fields -> fields.whole("n", 0, 10),
        "n",
        "n must be a whole number.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "123456789012345678901234567890"})
  void refusesHugeWholeNumbersWithoutWritingThemOut(String number) {
    assertWrong(
        "{\"n\":" + number + "}",
        fields -> fields.whole("n", 0, 10),
        "n",
        "n must be between 0 and 10.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"a\":}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud8\"}",
        "// comment\n{}",
        "\u0000",
        "<html></html>",
        "a=b&c=d",
      })
  void refusesWhatIsNotJson(String body) {
    assertMalformed(() -> Json.read(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "17", "true", "null"})
  void refusesABodyThatIsNotAnObject(String body) {
    assertMalformed(() -> JsonFields.ofBody(Json.read(body)));
  }

  @Test
  void refusesNestingWithoutEnd() {
    assertMalformed(() -> Json.read("[".repeat(1_000_000)));
    assertMalformed(() -> Json.read("{\"a\":".repeat(40) + "1" + "}".repeat(40)));
  }

  @Test
  void refusesNumbersAndNamesWithoutEnd() {
    assertMalformed(() -> Json.read("{\"a\":" + "9".repeat(100_000) + "}"));
    assertMalformed(() -> Json.read("{\"" + "n".repeat(100_000) + "\":1}"));
  }

  @Test
  void theLastOfTwoFieldsWithOneNameCounts() {
    assertThat(fields("{\"a\":\"first\",\"a\":\"last\"}").text("a", 9)).contains("last");
  }

  @Test
  void repairsTextThatNoEncodingCanCarry() {
    JsonFields fields =
        fields(
            """
            {"lone":"a\\ud800b","swapped":"\\udc00\\ud800","pair":"\\ud83d\\ude00",
             "nul":"a\\u0000b","deep":[{"x":"\\ude00"}],"k\\u0000ey":"v"}
            """);

    assertThat(fields.text("lone", 9)).contains("a\ufffdb");
    assertThat(fields.text("swapped", 9)).contains("\ufffd\ufffd");
    assertThat(fields.text("pair", 9)).contains("\ud83d\ude00");
    assertThat(fields.text("nul", 9)).contains("ab");
    assertThat(fields.objects("deep", 9).getFirst().text("x", 9)).contains("\ufffd");
    assertThat(fields.text("key", 9)).contains("v");
  }

  @Test
  void writesUtf8AndLeavesNullsOut() {
    record Wire(String name, @org.jspecify.annotations.Nullable String missing) {}

    JsonNode tree = Json.tree(new Wire("ü", null));

    assertThat(tree.toString()).isEqualTo("{\"name\":\"ü\"}");
    assertThat(Json.write(new Wire("ü", null)))
        .isEqualTo("{\"name\":\"ü\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static JsonFields fields(String json) {
    return JsonFields.ofBody(Json.read(json));
  }

  private static void assertWrong(
      String json, Function<JsonFields, Object> read, String field, String message) {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> read.apply(fields(json)))
        .satisfies(
            wrong -> {
              assertThat(wrong.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(wrong.field()).contains(field);
              assertThat(wrong.getMessage()).isEqualTo(message);
            });
  }

  private static void assertMalformed(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(read)
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo(ErrorCode.MALFORMED_BODY));
  }
}
