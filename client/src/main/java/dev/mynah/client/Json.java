package dev.mynah.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads answers leniently: what is missing, null or of another type is as good as not there. */
final class Json {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_STRING = 64 << 20; // characters: audio in base64 is long
  private static final double MILLIS_A_SECOND = 1000;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_DEPTH)
                      .maxStringLength(MAX_STRING)
                      .build())
              .build());

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns the tree, or nothing if these bytes aren't JSON. */
  static Optional<JsonNode> tryRead(byte[] bytes) {
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  /**
   * Returns an object.
   *
   * @throws UnexpectedAnswerException if these bytes are none
   */
  static JsonNode readObject(byte[] bytes, String what) {
    return tryRead(bytes)
        .filter(JsonNode::isObject)
        .orElseThrow(() -> UnexpectedAnswerException.of(what + " wasn't answered with JSON."));
  }

  /** Returns a text, or nothing if it is missing or empty. */
  static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
        ? value.asText()
        : null;
  }

  static String textOr(JsonNode node, String field, String otherwise) {
    String text = text(node, field);
    return text == null ? otherwise : text;
  }

  /** Returns the texts of a list. */
  static List<String> texts(JsonNode node, String field) {
    List<String> texts = new ArrayList<>();
    node.path(field).forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }

  /** Returns a time written as ISO 8601 or as seconds since 1970. */
  static @Nullable Instant time(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isNumber()) {
      return Instant.ofEpochMilli(Math.round(value.asDouble() * MILLIS_A_SECOND));
    }
    String text = text(node, field);
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text.contains("Z") || text.contains("+") ? text : text + "Z");
    } catch (DateTimeParseException unknown) {
      return null;
    }
  }
}
