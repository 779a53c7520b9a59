package dev.mynah.server.fetch;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the host of a URL into its one spelling, or refuses it.
 *
 * <p>Names outside ASCII are mapped by IDNA with compatibility folding, so that circled or
 * full-width letters, digits and dots end as the plain host they stand for, and are judged as that.
 * The few characters on which the two generations of IDNA differ (RFC 5892 against RFC 3490) are
 * refused, since two resolvers could take them for two hosts. The result of the mapping is held to
 * the same rules as a name that was written plainly: what folds into a slash, an at sign or a colon
 * is refused here.
 */
final class HostName {
  private static final int MAX_NAME = 253; // RFC 1035, in text form
  private static final int MAX_LABEL = 63;

  /** Sharp s, final sigma, zero-width joiner and non-joiner. */
  private static final String AMBIGUOUS = "\u00DF\u1E9E\u03C2\u200C\u200D";

  private HostName() {}

  /** What stands between the brackets of a URL; returns 16 bytes. */
  static byte[] bracketed(String inner) throws FetchFailure {
    if (inner.indexOf('%') >= 0) {
      throw FetchFailure.refused("has an IPv6 address with a zone id, which is not allowed");
    }
    Optional<byte[]> address = IpLiteral.ipv6(inner);
    if (address.isEmpty()) {
      throw FetchFailure.refused("has something in brackets that is not an IPv6 address");
    }
    return address.get();
  }

  /**
   * Returns the canonical form of a host without brackets: lower-case letters, digits, hyphens,
   * underscores and dots.
   */
  static String canonical(String host) throws FetchFailure {
    if (host.isEmpty()) {
      throw FetchFailure.refused("names no host");
    }
    if (host.indexOf('%') >= 0) {
      throw FetchFailure.refused("has a host with percent signs; write the host plainly");
    }
    boolean ascii = host.chars().allMatch(c -> c < 0x80);
    String name = ascii ? host.toLowerCase(Locale.ROOT) : toAscii(host);
    if (name.endsWith(".")) {
      throw FetchFailure.refused("has a host that ends in a dot");
    }
    if (name.length() > MAX_NAME) {
      throw FetchFailure.refused("has a host longer than " + MAX_NAME + " characters");
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      checkLabel(label);
    }
    if (looksNumeric(labels[labels.length - 1]) && IpLiteral.ipv4(name).isEmpty()) {
      throw FetchFailure.refused(
          "has a numeric host in an unusual form; IPv4 addresses are written as four decimal"
              + " numbers from 0 to 255 without leading zeros");
    }
    return name;
  }

  private static void checkLabel(String label) throws FetchFailure {
    if (label.isEmpty()) {
      throw FetchFailure.refused("has a host with an empty part between dots");
    }
    if (label.length() > MAX_LABEL) {
      throw FetchFailure.refused("has a host with a part longer than " + MAX_LABEL + " characters");
    }
    boolean plain =
        label
            .chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    if (!plain || label.startsWith("-") || label.endsWith("-")) {
      throw FetchFailure.refused("has a host with characters that host names don't have");
    }
  }

  /**
   * Browsers take a host whose last part is such a number for an IPv4 address, whatever the rest.
   */
  private static boolean looksNumeric(String lastLabel) {
    boolean decimal = lastLabel.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean hexadecimal =
        lastLabel.startsWith("0x")
            && lastLabel.substring(2).chars().allMatch(IpLiteral::isHexDigit);
    return decimal || hexadecimal;
  }

  private static String toAscii(String host) throws FetchFailure {
    if (host.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
      throw FetchFailure.refused(
          "has an international host name that can be read in two ways; write it in its xn-- form");
    }
    try {
      return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Malformed input reaches either exception in the JDK's punycode encoder.
      throw new FetchFailure(
          FailureKind.REFUSED, "has a host that is not a valid international name", e);
    }
  }
}
