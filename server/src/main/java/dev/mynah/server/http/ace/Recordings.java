package dev.mynah.server.http.ace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.voice.Recording;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a recording from a text: the URL it is at, or the recording itself as base64. */
final class Recordings {
  static final int MAX_URL_CHARS = SentRecordings.MAX_URL_CHARS;
  private static final Set<String> RECORDING_FIELDS = Set.of("voice_url", "voices", "audio");

  /** What is to be spoken has a limit of its own, which the operator sets. */
  private static final Set<String> SPOKEN_FIELDS = Set.of("text", "prompt");

  /** The longest of the other fields, a transcript, has as many. */
  private static final int MAX_KEPT_CHARS = 10_000;

  private static final Pattern WEB_OR_DATA =
      Pattern.compile("(https?|data):", Pattern.CASE_INSENSITIVE);

  private Recordings() {}

  static Recording required(JsonFields fields, String name) {
    return SentRecordings.ofText(fields, name, fields.requiredText(name, Integer.MAX_VALUE));
  }

  /**
   * Reads one or more recordings from a text or an array of texts.
   *
   * @throws MynahException naming the field if there is none, or one is neither a web address nor
   *     the recording itself
   */
  static List<Recording> several(JsonFields fields, String name, int most) {
    List<String> texts = fields.oneOrMoreTexts(name, most, Integer.MAX_VALUE);
    if (texts.isEmpty() || !texts.stream().allMatch(Recordings::canBeRecording)) {
      // Word for word what the service this dialect comes from says.
      throw MynahException.invalid(
          name, name + " is required and must be an HTTP(S) URL pointing to an audio file");
    }
    return texts.stream().map(text -> SentRecordings.ofText(fields, name, text)).toList();
  }

  private static boolean canBeRecording(String value) {
    String text = value.strip();
    return WEB_OR_DATA.matcher(text).lookingAt()
        || text.length() >= SentRecordings.LEAST_BASE64_CHARS;
  }

  /**
   * Returns a body as it may be kept and shown again. A recording sent within it is left out, for
   * it can be a thousand times the size of everything else, and so is any other text that is longer
   * than a field may be: nobody would ever read it, and it would fill the database.
   */
  static ObjectNode withoutInline(ObjectNode body) {
    ObjectNode kept = body.deepCopy();
    kept.properties()
        .forEach(
            field -> {
              if (!SPOKEN_FIELDS.contains(field.getKey())) {
                field.setValue(shown(field.getValue(), mostKept(field.getKey())));
              }
            });
    return kept;
  }

  private static int mostKept(String field) {
    return RECORDING_FIELDS.contains(field) ? MAX_URL_CHARS : MAX_KEPT_CHARS;
  }

  private static JsonNode shown(JsonNode value, int mostChars) {
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, shown(array.get(i), mostChars));
      }
    } else if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(field -> field.setValue(shown(field.getValue(), mostKept(field.getKey()))));
    } else if (value.isTextual() && value.textValue().length() > mostChars) {
      String what = mostChars == MAX_URL_CHARS ? "inline audio" : "text";
      return TextNode.valueOf("(" + value.textValue().length() + " characters of " + what + ")");
    }
    return value;
  }
}
