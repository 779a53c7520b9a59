package dev.mynah.server.fetch;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reads IP addresses in their one canonical spelling. Nothing here asks a resolver, and none of the
 * historic spellings (octal, hexadecimal, fewer than four parts, zone ids) is understood.
 */
final class IpLiteral {
  private static final int IPV4_PARTS = 4;
  private static final int IPV6_GROUPS = 8;

  private IpLiteral() {}

  /** Reads four decimal numbers 0 to 255 without leading zeros; returns 4 bytes. */
  static Optional<byte[]> ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != IPV4_PARTS) {
      return Optional.empty();
    }
    byte[] address = new byte[IPV4_PARTS];
    for (int i = 0; i < IPV4_PARTS; i++) {
      String part = parts[i];
      boolean canonical =
          !part.isEmpty()
              && part.length() <= 3
              && part.chars().allMatch(c -> c >= '0' && c <= '9')
              && (part.length() == 1 || part.charAt(0) != '0');
      if (!canonical || Integer.parseInt(part) > 255) {
        return Optional.empty();
      }
      address[i] = (byte) Integer.parseInt(part);
    }
    return Optional.of(address);
  }

  /**
   * Reads the text forms of RFC 4291, 2.2: groups of one to four hexadecimal digits, at most one
   * {@code ::}, and possibly an IPv4 address in place of the last two groups; returns 16 bytes.
   */
  static Optional<byte[]> ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(bytes -> bytes.length == 2 * IPV6_GROUPS);
    }
    Optional<byte[]> head = groups(text.substring(0, gap));
    Optional<byte[]> tail = groups(text.substring(gap + 2));
    boolean embeddedBeforeGap = text.substring(0, gap).indexOf('.') >= 0;
    // "::" stands for at least one group.
    if (head.isEmpty()
        || tail.isEmpty()
        || embeddedBeforeGap
        || head.get().length + tail.get().length > 2 * (IPV6_GROUPS - 1)) {
      return Optional.empty();
    }
    byte[] address = Arrays.copyOf(head.get(), 2 * IPV6_GROUPS);
    byte[] end = tail.get();
    System.arraycopy(end, 0, address, address.length - end.length, end.length);
    return Optional.of(address);
  }

  /** Reads groups between single colons; the empty string is no group at all. */
  private static Optional<byte[]> groups(String text) {
    if (text.isEmpty()) {
      return Optional.of(new byte[0]);
    }
    String[] parts = text.split(":", -1);
    if (parts.length > IPV6_GROUPS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[2 * IPV6_GROUPS + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (i == parts.length - 1 && part.indexOf('.') >= 0) {
        Optional<byte[]> embedded = ipv4(part);
        if (embedded.isEmpty()) {
          return Optional.empty();
        }
        System.arraycopy(embedded.get(), 0, bytes, length, IPV4_PARTS);
        length += IPV4_PARTS;
      } else if (isGroup(part)) {
        int value = Integer.parseInt(part, 16);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(Arrays.copyOf(bytes, length));
  }

  private static boolean isGroup(String part) {
    return !part.isEmpty() && part.length() <= 4 && part.chars().allMatch(IpLiteral::isHexDigit);
  }

  static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
