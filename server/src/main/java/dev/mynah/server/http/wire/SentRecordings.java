package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.voice.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads files from fields, in all the ways clients write them: bytes (msgpack), a file of a form,
 * the URL where it is, a {@code data:} URI, base64, or the object Node makes of a buffer ({@code
 * {"type":"Buffer","data":[...]}}).
 */
public final class SentRecordings {
  public static final int MAX_URL_CHARS = 4096;

  private static final String DATA_SCHEME = "data:";
  private static final String BASE64_MARK = ";base64,";

  /** A text this long without a colon near its start is taken for base64, not for a wrong URL. */
  public static final int LEAST_BASE64_CHARS = 256;

  private static final int LONGEST_SCHEME = 20;

  private SentRecordings() {}

  /**
   * Returns the file of a field; empty if absent or an empty text.
   *
   * @throws MynahException with INVALID_REQUEST, naming the field
   */
  public static Optional<Recording> one(JsonFields fields, String name) {
    return fields
        .value(name)
        .map(node -> node.isArray() && node.size() == 1 ? node.get(0) : node)
        .filter(node -> !isEmptyText(node))
        .map(node -> of(fields, name, node));
  }

  /** Returns the file of a field that must be there. */
  public static Recording required(JsonFields fields, String name) {
    return one(fields, name).orElseThrow(() -> fields.missing(name));
  }

  /**
   * Returns the files of a field that holds one or an array of them; empty if absent.
   *
   * @throws MynahException with INVALID_REQUEST, naming the field
   */
  public static List<Recording> several(JsonFields fields, String name, int most) {
    Optional<JsonNode> value = fields.value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      return isEmptyText(value.get()) ? List.of() : List.of(of(fields, name, value.get()));
    }
    if (value.get().size() > most) {
      throw fields.wrong(
          name, "has " + value.get().size() + " entries; at most " + most + " are taken");
    }
    List<Recording> recordings = new ArrayList<>();
    for (JsonNode node : value.get()) {
      recordings.add(of(fields, name + "[" + recordings.size() + "]", node));
    }
    return List.copyOf(recordings);
  }

  private static boolean isEmptyText(JsonNode node) {
    return node.isTextual() && node.textValue().isBlank();
  }

  private static Recording of(JsonFields fields, String name, JsonNode node) {
    if (node instanceof POJONode sent && sent.getPojo() instanceof FormFile file) {
      return new Recording.LocalFile(file.path());
    }
    if (node.isTextual()) {
      return ofText(fields, name, node.textValue());
    }
    JsonNode bytes = node.isObject() ? node.path("data") : node;
    if (bytes.isBinary()) {
      return new Recording.Bytes(requireSome(fields, name, binary(bytes)));
    }
    throw fields.wrong(name, "must be a file: bytes, base64, a data: URI or a URL");
  }

  private static byte[] binary(JsonNode node) {
    try {
      return node.binaryValue();
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes can't fail to be read", impossible);
    }
  }

  /**
   * Reads a file from a text.
   *
   * @throws MynahException with INVALID_REQUEST if it is neither a URL nor the file itself
   */
  public static Recording ofText(JsonFields fields, String name, String value) {
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

  private static Recording decoded(JsonFields fields, String name, String base64) {
    try {
      return new Recording.Bytes(requireSome(fields, name, Base64.getMimeDecoder().decode(base64)));
    } catch (IllegalArgumentException broken) {
      throw fields.wrong(name, "is neither a URL nor base64");
    }
  }

  private static byte[] requireSome(JsonFields fields, String name, byte[] bytes) {
    if (bytes.length == 0) {
      throw fields.wrong(name, "is empty");
    }
    return bytes;
  }
}
