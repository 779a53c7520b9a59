package dev.mynah.server.http.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Builds the tree of one JSON value. Node writes its buffers as {@code {"type":"Buffer","data":[82,
 * 73, ...]}}, with a number a byte: the numbers after that name become bytes at once, since a
 * recording written so has more parts than any other body may have, each of which would take
 * several times its heap.
 */
final class JsonTree {
  /** The name under which a buffer's bytes stand. */
  private static final String BUFFER_DATA = "data";

  private static final int MOST_OF_BYTE = 0xFF;

  private final JsonParser parser;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final PartCount parts = new PartCount();

  JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the value and the end after it; a missing node if there is no value.
   *
   * @throws IOException if it isn't JSON, or beyond what is read
   */
  JsonNode read() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return nodes.missingNode();
    }
    JsonNode value = value(first);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "there is more after the value");
    }
    return value;
  }

  private JsonNode value(JsonToken token) throws IOException {
    parts.add();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> nodes.textNode(Json.cleaned(parser.getText()));
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      default -> nodes.nullNode();
    };
  }

  private JsonNode whole() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      default -> nodes.numberNode(parser.getBigIntegerValue());
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = nodes.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      parts.add();
      String name = Json.cleaned(parser.currentName());
      JsonToken token = parser.nextToken();
      JsonNode unused =
          object.replace(
              name,
              token == JsonToken.START_ARRAY && name.equals(BUFFER_DATA)
                  ? bytesOrArray()
                  : value(token));
    }
    parts.add();
    return object;
  }

  private ArrayNode array() throws IOException {
    return restOf(nodes.arrayNode(), parser.nextToken());
  }

  private ArrayNode restOf(ArrayNode array, JsonToken next) throws IOException {
    for (JsonToken token = next; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      array.add(value(token));
    }
    parts.add();
    return array;
  }

  private JsonNode bytesOrArray() throws IOException {
    parts.add();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonToken token = parser.nextToken();
    while (token == JsonToken.VALUE_NUMBER_INT && isByte()) {
      bytes.write(parser.getIntValue());
      token = parser.nextToken();
    }
    if (token == JsonToken.END_ARRAY && bytes.size() > 0) {
      parts.add();
      return nodes.binaryNode(bytes.toByteArray());
    }
    ArrayNode array = nodes.arrayNode();
    for (byte each : bytes.toByteArray()) {
      parts.add();
      array.add(each & MOST_OF_BYTE);
    }
    return restOf(array, token);
  }

  private boolean isByte() throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.INT
        && parser.getIntValue() >= 0
        && parser.getIntValue() <= MOST_OF_BYTE;
  }
}
