package dev.mynah.server.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mynah.server.http.wire.MessagePackTree;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what was sent, whatever it was written in. */
final class SentBody {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
  private static final Pattern NAME =
      Pattern.compile("form-data;[^\\r\\n]*?\\bname=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}\\.[0-9]{1,18}");

  private SentBody() {}

  /** Returns a body as a tree, or empty if it isn't one. Files are texts. */
  static Optional<JsonNode> tree(byte[] body, String contentType) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (text.strip().startsWith("{") || text.strip().startsWith("[")) {
      return json(body);
    }
    if (contentType.contains("multipart/form-data")) {
      return Optional.of(form(text, contentType));
    }
    if (contentType.contains("msgpack")) {
      return Optional.of(asText(MessagePackTree.read(body)));
    }
    return contentType.contains("urlencoded") ? Optional.of(fields(text)) : Optional.empty();
  }

  private static Optional<JsonNode> json(byte[] body) {
    try {
      return Optional.of(Api.JSON.readTree(new String(body, StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode form(String text, String contentType) {
    ObjectNode form = Api.JSON.createObjectNode();
    Matcher boundary = BOUNDARY.matcher(contentType);
    String edge = boundary.find() ? boundary.group(1) : "";
    for (String part : text.split(Pattern.quote("--" + edge), -1)) {
      int end = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(end < 0 ? "" : part.substring(0, end));
      if (name.find()) {
        add(form, name.group(1), part.substring(end + 4).replaceFirst("\r\n$", ""));
      }
    }
    return form;
  }

  private static ObjectNode fields(String text) {
    ObjectNode fields = Api.JSON.createObjectNode();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      add(fields, decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
    }
    return fields;
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A name that comes again makes a list. */
  private static void add(ObjectNode object, String written, String value) {
    boolean list = written.endsWith("[]");
    String name = list ? written.substring(0, written.length() - 2) : written;
    JsonNode before = object.get(name);
    if (before instanceof ArrayNode array) {
      array.add(value);
    } else if (before != null) {
      object.putArray(name).add(before).add(value);
    } else if (list) {
      object.putArray(name).add(value);
    } else {
      object.put(name, value);
    }
  }

  private static JsonNode asText(JsonNode node) {
    if (node instanceof BinaryNode bytes) {
      return TextNode.valueOf(bytes.asText());
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, asText(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(asText(field.getValue())));
    }
    return node;
  }

  /** Returns the same without nulls, which count as absent. */
  static JsonNode withoutNulls(JsonNode node) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (node instanceof ArrayNode array) {
      ArrayNode copy = nodes.arrayNode();
      array.forEach(each -> copy.add(withoutNulls(each)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = nodes.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!field.getValue().isNull()) {
          copy.set(field.getKey(), withoutNulls(field.getValue()));
        }
      }
      return copy;
    }
    return node;
  }

  /** Returns the same with numbers and flags that are written as text read as what they say. */
  static JsonNode withNumbersRead(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(field -> copy.set(field.getKey(), withNumbersRead(field.getValue())));
      return copy;
    }
    if (!node.isTextual()) {
      return node;
    }
    String text = node.textValue().strip();
    if (text.equals("true") || text.equals("false")) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    if (WHOLE.matcher(text).matches()) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return NUMBER.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : node;
  }
}
