package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.mynah.server.failure.MynahException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What values mean that are written as text, since forms know nothing else. Empty text means
 * nothing; what means nothing of the wanted kind is returned as it is, for its reader to refuse.
 */
final class LenientValues {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d{1,32}(?:\\.\\d{0,32})?|\\.\\d{1,32})(?:[eE][-+]?\\d{1,3})?");

  private LenientValues() {}

  /** Reads {@code "44100"} as a number. */
  static JsonNode number(JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    String text = value.textValue().strip();
    if (means(text)) {
      return NUMBER.matcher(text).matches() ? DoubleNode.valueOf(Double.parseDouble(text)) : value;
    }
    return NullNode.getInstance();
  }

  /** Reads {@code "true"}, {@code "1"}, 1 and their like as a flag. */
  static JsonNode flag(JsonNode value) {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      return value;
    }
    String text = value.asText().strip();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> BooleanNode.TRUE;
      case "false", "0", "no", "off" -> BooleanNode.FALSE;
      default -> means(text) ? value : NullNode.getInstance();
    };
  }

  /** Reads JSON within a text as the object or array it is. */
  static JsonNode parts(JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    String text = value.textValue().strip();
    if (!means(text)) {
      return NullNode.getInstance();
    }
    try {
      return text.startsWith("{") || text.startsWith("[") ? Json.read(text) : value;
    } catch (MynahException notJson) {
      return value; // refused by its reader, which knows the field's name
    }
  }

  private static boolean means(String text) {
    return !text.isEmpty() && !text.equals("null") && !text.equals("None");
  }
}
