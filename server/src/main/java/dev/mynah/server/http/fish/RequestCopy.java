package dev.mynah.server.http.fish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.FormFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A request as it may be kept with its task and compared with a later one: what was sent as a file,
 * or is as long as one, is named by its size and digest in its stead.
 */
final class RequestCopy {
  private static final int MAX_KEPT_CHARS = 10_000;
  private static final int CHUNK_BYTES = 64 << 10;

  private RequestCopy() {}

  /**
   * Returns the copy of a body.
   *
   * @param body as it was read; not changed
   */
  static ObjectNode of(ObjectNode body) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    body.properties().forEach(field -> copy.set(field.getKey(), of(field.getValue())));
    return copy;
  }

  private static JsonNode of(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return of(object);
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (value instanceof POJONode sent && sent.getPojo() instanceof FormFile file) {
      return named(file.size(), digest(file.path()));
    }
    if (value.isBinary()) {
      byte[] bytes = binary(value);
      return named(bytes.length, HexFormat.of().formatHex(sha256().digest(bytes)));
    }
    if (value.isTextual() && value.textValue().length() > MAX_KEPT_CHARS) {
      byte[] bytes = value.textValue().getBytes(StandardCharsets.UTF_8);
      return named(bytes.length, HexFormat.of().formatHex(sha256().digest(bytes)));
    }
    return value;
  }

  private static JsonNode named(long size, String sha256) {
    return TextNode.valueOf("(" + size + " bytes, SHA-256 " + sha256 + ")");
  }

  private static byte[] binary(JsonNode value) {
    try {
      return value.binaryValue();
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes can't fail to be read", impossible);
    }
  }

  private static String digest(Path file) {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The file can't be read just now.", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
