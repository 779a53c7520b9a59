package dev.mynah.server.http.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file a request asks for (RFC 9110, 14.1). A header that is malformed, of another
 * unit or with several ranges is ignored, as the RFC allows: the whole file answers it.
 *
 * @param offset first byte
 * @param length bytes
 */
record ByteRange(long offset, long length) {
  /** What a header can ask for. */
  enum Kind {
    WHOLE,
    PART,
    UNSATISFIABLE
  }

  /**
   * What was asked for.
   *
   * @param kind which
   * @param range the bytes to send; empty if unsatisfiable
   */
  record Request(Kind kind, ByteRange range) {}

  private static final Pattern SINGLE =
      Pattern.compile("bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  static Request requested(@Nullable String header, long size) {
    Request whole = new Request(Kind.WHOLE, new ByteRange(0, size));
    if (header == null) {
      return whole;
    }
    Matcher matcher = SINGLE.matcher(header.strip());
    if (!matcher.matches()) {
      return whole;
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return whole;
    }
    if (first.isEmpty()) {
      return suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return whole;
    }
    return from >= size ? unsatisfiable() : part(from, Math.min(to, size - 1));
  }

  private static Request suffix(long length, long size) {
    return length == 0 || size == 0 ? unsatisfiable() : part(Math.max(0, size - length), size - 1);
  }

  private static Request part(long from, long to) {
    return new Request(Kind.PART, new ByteRange(from, to - from + 1));
  }

  private static Request unsatisfiable() {
    return new Request(Kind.UNSATISFIABLE, new ByteRange(0, 0));
  }
}
