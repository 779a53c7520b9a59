package dev.mynah.server.http.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON in and out. Reading is bounded in depth, in the length of names and numbers and in how many
 * parts a body may have, each of which takes more heap than it has characters. It takes the last of
 * two fields with one name as every common parser does, and refuses anything after the value. Text
 * read is clean: see {@link #cleaned(String)}.
 */
public final class Json {
  static final int MAX_DEPTH = 32;
  static final int MAX_NUMBER_CHARS = 64;
  static final int MAX_NAME_CHARS = 256;

  /** Names, values, and the beginnings and ends of objects and arrays. */
  static final int MAX_TOKENS = 10_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .maxNameLength(MAX_NAME_CHARS)
                          // The size of the body bounds a string; fields have their own limits.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /**
   * Reads one JSON value.
   *
   * @throws MynahException with {@link ErrorCode#MALFORMED_BODY}
   */
  public static JsonNode read(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      JsonNode node = new JsonTree(parser).read();
      if (node.isMissingNode()) {
        throw malformed("The body is empty; a JSON object is expected.");
      }
      return node;
    } catch (StreamConstraintsException beyond) {
      throw beyondLimits();
    } catch (JsonProcessingException broken) {
      throw malformed(
          "The body is not valid JSON"
              + (broken.getLocation() == null
                  ? "."
                  : " (line "
                      + broken.getLocation().getLineNr()
                      + ", column "
                      + broken.getLocation().getColumnNr()
                      + ")."));
    } catch (IOException impossible) {
      throw new UncheckedIOException("a text can't fail to be read", impossible);
    }
  }

  static MynahException beyondLimits() {
    return malformed(
        "The body is beyond what is read: %d levels, numbers of %d characters, names of %d, %d parts."
            .formatted(MAX_DEPTH, MAX_NUMBER_CHARS, MAX_NAME_CHARS, MAX_TOKENS));
  }

  /** Writes a record, map or tree as UTF-8. Fields that are null are left out. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a wire record can't be written as JSON", impossible);
    }
  }

  /** Turns a wire record into a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Makes text safe to store, to speak and to send on: halves of surrogate pairs, which no encoding
   * can carry, become U+FFFD, and NUL, which databases refuse, goes.
   */
  public static String cleaned(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> point != 0)
        .forEach(
            point ->
                repaired.appendCodePoint(
                    Character.getType(point) == Character.SURROGATE ? 0xFFFD : point));
    return repaired.toString();
  }

  private static MynahException malformed(String message) {
    return MynahException.of(ErrorCode.MALFORMED_BODY, message);
  }
}
