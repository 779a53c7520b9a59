package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.MynahException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * What a caller calls a request, so that repeating it does nothing twice.
 *
 * @param key the caller's own word for it
 * @param fingerprint of what was asked for, 64 hex digits: the same word for another request is a
 *     mistake
 */
public record IdempotencyKey(String key, String fingerprint) {
  /** Name of the header that holds the key. */
  public static final String HEADER = "Idempotency-Key";

  private static final int MAX_CHARS = 255;
  private static final char FIRST_PRINTABLE = ' ';
  private static final char LAST_PRINTABLE = '~';

  /**
   * Makes the key of a request. Neither the order of fields nor spaces between them count.
   *
   * @param key the header's value
   * @param path where the request was sent to
   * @param body what was sent
   * @throws MynahException with INVALID_REQUEST unless the key has 1 to 255 printable characters
   */
  public static IdempotencyKey of(String key, String path, JsonNode body) {
    String stripped = key.strip();
    if (stripped.isEmpty()
        || stripped.length() > MAX_CHARS
        || stripped.chars().anyMatch(c -> c < FIRST_PRINTABLE || c > LAST_PRINTABLE)) {
      throw MynahException.invalid(
          HEADER, HEADER + " must have 1 to " + MAX_CHARS + " printable ASCII characters.");
    }
    MessageDigest digest = sha256();
    add(digest, path);
    add(digest, body);
    return new IdempotencyKey(stripped, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Adds a value so that no two different values add the same bytes. */
  private static void add(MessageDigest digest, JsonNode node) {
    add(digest, node.getNodeType().name());
    if (node.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
        names.add(each.next());
      }
      addCount(digest, names.size());
      for (String name : names) {
        add(digest, name);
        add(digest, node.get(name));
      }
    } else if (node.isArray()) {
      addCount(digest, node.size());
      node.forEach(element -> add(digest, element));
    } else {
      add(digest, node.asText());
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    addCount(digest, bytes.length);
    digest.update(bytes);
  }

  private static void addCount(MessageDigest digest, int count) {
    digest.update((count + ":").getBytes(StandardCharsets.US_ASCII));
  }
}
