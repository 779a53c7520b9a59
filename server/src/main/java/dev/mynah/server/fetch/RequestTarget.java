package dev.mynah.server.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Path and query of a URL: encoding, dot segments, relative references, file names. */
final class RequestTarget {
  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_FILE_NAME = 128; // characters

  private RequestTarget() {}

  /**
   * Turns what follows the authority of a URL into a request target: begins with a slash, is ASCII
   * without spaces, has no fragment and no dot segments. Percent signs are left as they are.
   */
  static String of(String pathQueryFragment) {
    int hash = pathQueryFragment.indexOf('#');
    String rest = hash < 0 ? pathQueryFragment : pathQueryFragment.substring(0, hash);
    String encoded = encode(rest);
    int question = encoded.indexOf('?');
    String path = question < 0 ? encoded : encoded.substring(0, question);
    String query = question < 0 ? "" : encoded.substring(question);
    return withoutDotSegments(path.isEmpty() ? "/" : path) + query;
  }

  /** Resolves a relative reference without authority against the target it was found at. */
  static String resolve(String base, String reference) {
    int question = base.indexOf('?');
    String basePath = question < 0 ? base : base.substring(0, question);
    if (reference.isEmpty() || reference.startsWith("#")) {
      return base;
    }
    if (reference.startsWith("?")) {
      return basePath + reference;
    }
    if (reference.startsWith("/")) {
      return reference;
    }
    return basePath.substring(0, basePath.lastIndexOf('/') + 1) + reference;
  }

  /** Writes what a URL can't hold as percent-encoded UTF-8. */
  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      if (c <= ' ' || c >= 0x7F || "\"<>^`{}".indexOf(c) >= 0) {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        encoded.append((char) c);
      }
    }
    return encoded.toString();
  }

  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean dots = segments[i].equals(".") || segments[i].equals("..");
      if (segments[i].equals("..")) {
        kept.pollLast();
      }
      if (!dots) {
        kept.addLast(segments[i]);
      } else if (i == segments.length - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Returns the last part of the path, decoded, with nothing a file system could trip over. */
  static String fileName(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String decoded = decode(path.substring(path.lastIndexOf('/') + 1));
    StringBuilder name = new StringBuilder();
    decoded
        .codePoints()
        .filter(c -> !isUnsafe(c))
        .limit(MAX_FILE_NAME)
        .forEach(name::appendCodePoint);
    String stripped = name.toString().strip();
    return stripped.equals(".") || stripped.equals("..") ? "" : stripped;
  }

  private static boolean isUnsafe(int c) {
    return c == 0xFFFD
        || "/\\:*?\"<>|".indexOf(c) >= 0
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE;
  }

  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      boolean escape =
          text.charAt(i) == '%'
              && i + 2 < text.length()
              && IpLiteral.isHexDigit(text.charAt(i + 1))
              && IpLiteral.isHexDigit(text.charAt(i + 2));
      if (escape) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
