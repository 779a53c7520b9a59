package dev.mynah.server.http.ace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.voice.Recording;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Reads a recording from a text: the URL it is at, or the recording itself as base64. */
final class Recordings {
  static final int MAX_URL_CHARS = 4096;
  private static final List<String> FIELDS = List.of("voice_url", "voices");
  private static final String DATA_SCHEME = "data:";
  private static final String BASE64_MARK = ";base64,";

  /** A text this long without a colon near its start is taken for base64, not for a wrong URL. */
  private static final int LEAST_BASE64_CHARS = 256;

  private static final int LONGEST_SCHEME = 20;

  private Recordings() {}

  static Recording required(JsonFields fields, String name) {
    return read(fields, name, fields.requiredText(name, Integer.MAX_VALUE));
  }

  /**
   * Reads one or more recordings from a text or an array of texts.
   *
   * @throws MynahException naming the field if there is none, or one is neither a URL nor base64
   */
  static List<Recording> several(JsonFields fields, String name, int most) {
    List<String> texts = fields.oneOrMoreTexts(name, most, Integer.MAX_VALUE);
    if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
      // Word for word what the service this dialect comes from says.
      throw MynahException.invalid(
          name, name + " is required and must be an HTTP(S) URL pointing to an audio file");
    }
    return texts.stream().map(text -> read(fields, name, text)).toList();
  }

  private static Recording read(JsonFields fields, String name, String value) {
    String text = value.strip();
    if (text.regionMatches(true, 0, DATA_SCHEME, 0, DATA_SCHEME.length())) {
      int mark = text.toLowerCase(Locale.ROOT).indexOf(BASE64_MARK);
      if (mark < 0) {
        throw fields.wrong(name, "is a data: URI that isn't base64");
      }
      return decoded(fields, name, text.substring(mark + BASE64_MARK.length()));
    }
    int colon = text.indexOf(':');
    if (text.length() >= LEAST_BASE64_CHARS && (colon < 0 || colon > LONGEST_SCHEME)) {
      return decoded(fields, name, text);
    }
    if (text.length() > MAX_URL_CHARS) {
      throw fields.wrong(name, "is longer than " + MAX_URL_CHARS + " characters");
    }
    return new Recording.Url(text);
  }

  /**
   * Returns a body as it may be kept and shown again: a recording sent within it is left out, for
   * it can be a thousand times the size of everything else.
   */
  static ObjectNode withoutInline(ObjectNode body) {
    ObjectNode kept = body.deepCopy();
    for (String field : FIELDS) {
      leaveOut(kept, field);
    }
    for (JsonNode reference : kept.path("references")) {
      if (reference instanceof ObjectNode object) {
        leaveOut(object, "audio");
      }
    }
    return kept;
  }

  private static void leaveOut(ObjectNode object, String name) {
    JsonNode value = object.path(name);
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, shown(array.get(i)));
      }
    } else if (!value.isMissingNode()) {
      object.set(name, shown(value));
    }
  }

  private static JsonNode shown(JsonNode value) {
    int length = value.asText("").length();
    return length > MAX_URL_CHARS
        ? TextNode.valueOf("(" + length + " characters of inline audio)")
        : value;
  }

  private static Recording decoded(JsonFields fields, String name, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      throw notBase64(fields, name);
    }
    if (bytes.length == 0) {
      throw notBase64(fields, name);
    }
    return new Recording.Bytes(bytes);
  }

  private static MynahException notBase64(JsonFields fields, String name) {
    return fields.wrong(name, "is neither a URL nor base64");
  }
}
