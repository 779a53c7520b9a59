package dev.mynah.server.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL in canonical form, with nothing in it that two parsers could read in two
 * ways. Made by {@link UrlPolicy} alone.
 */
public final class WebUrl {
  static final int MAX_LENGTH = 8192; // characters; signed storage links reach about 3,000
  private static final int MAX_PORT = 65535;

  /**
   * Ports browsers never speak HTTP to (WHATWG Fetch, "bad port"): mail, file and chat services.
   */
  private static final Set<Integer> FORBIDDEN_PORTS =
      Set.of(
          1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
          102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
          427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
          989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566,
          6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080);

  private final boolean secure;
  private final String host;
  private final byte @Nullable [] literal;
  private final int port;
  private final String target;

  private WebUrl(boolean secure, String host, byte @Nullable [] literal, int port, String target) {
    this.secure = secure;
    this.host = host;
    this.literal = literal;
    this.port = port;
    this.target = target;
  }

  /** Reads an absolute URL. */
  static WebUrl parse(String text) throws FetchFailure {
    checkCharacters(text);
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.matches("[a-z][a-z0-9+.-]{0,31}")) {
      throw FetchFailure.refused("is not a URL that begins with http:// or https://");
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw FetchFailure.refused("uses the scheme " + scheme + "; only http and https are allowed");
    }
    if (!text.startsWith("//", colon + 1)) {
      throw FetchFailure.refused("lacks the two slashes after " + scheme + ":");
    }
    int authorityEnd = colon + 3;
    while (authorityEnd < text.length() && "/?#".indexOf(text.charAt(authorityEnd)) < 0) {
      authorityEnd++;
    }
    String authority = text.substring(colon + 3, authorityEnd);
    return withAuthority(scheme.equals("https"), authority, text.substring(authorityEnd));
  }

  private static void checkCharacters(String text) throws FetchFailure {
    if (text.isBlank()) {
      throw FetchFailure.refused("is empty; an http or https URL is needed");
    }
    if (text.length() > MAX_LENGTH) {
      throw FetchFailure.refused("is longer than " + MAX_LENGTH + " characters");
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
        throw FetchFailure.refused("holds a line break or another control character");
      }
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw FetchFailure.refused("holds half a character (an unpaired surrogate)");
      }
      if (c == '\\') {
        throw FetchFailure.refused("holds a backslash");
      }
    }
    if (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ') {
      throw FetchFailure.refused("begins or ends with a space");
    }
  }

  private static WebUrl withAuthority(boolean secure, String authority, String rest)
      throws FetchFailure {
    if (authority.indexOf('@') >= 0) {
      throw FetchFailure.refused("holds a user name or password, which is not allowed");
    }
    boolean bracketed = authority.startsWith("[");
    int hostEnd = bracketed ? authority.indexOf(']') + 1 : authority.indexOf(':');
    if (bracketed && hostEnd == 0) {
      throw FetchFailure.refused("has a bracket in its host that is never closed");
    }
    String host = hostEnd < 0 ? authority : authority.substring(0, hostEnd);
    String afterHost = authority.substring(host.length());
    int port = secure ? 443 : 80;
    if (!afterHost.isEmpty()) {
      port = port(afterHost);
    }
    String target = RequestTarget.of(rest);
    if (bracketed) {
      byte[] address = HostName.bracketed(host.substring(1, host.length() - 1));
      return new WebUrl(secure, host.toLowerCase(Locale.ROOT), address, port, target);
    }
    String name = HostName.canonical(host);
    return new WebUrl(secure, name, IpLiteral.ipv4(name).orElse(null), port, target);
  }

  private static int port(String colonAndPort) throws FetchFailure {
    if (!colonAndPort.matches(":[0-9]{1,5}")) {
      throw FetchFailure.refused("has a port that is not a number from 1 to " + MAX_PORT);
    }
    int port = Integer.parseInt(colonAndPort.substring(1));
    if (port < 1 || port > MAX_PORT) {
      throw FetchFailure.refused("has a port that is not a number from 1 to " + MAX_PORT);
    }
    if (FORBIDDEN_PORTS.contains(port)) {
      throw FetchFailure.refused("names port " + port + ", which is not one for web servers");
    }
    return port;
  }

  /**
   * Reads the Location of a redirect, which may be relative to this URL (RFC 3986, 5.2). From an
   * encrypted link nothing leads to an unencrypted one.
   */
  WebUrl redirectedTo(String location) throws FetchFailure {
    // A reference with a scheme is absolute; "//" keeps the scheme, "/" the host as well.
    if (location.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      WebUrl next = parse(location);
      if (secure && !next.secure) {
        throw FetchFailure.refused("is not encrypted, though the URL before it was");
      }
      return next;
    }
    String scheme = secure ? "https:" : "http:";
    if (location.startsWith("//")) {
      return parse(scheme + location);
    }
    return parse(scheme + "//" + authority() + RequestTarget.resolve(target, location));
  }

  boolean secure() {
    return secure;
  }

  /** Returns the host's canonical name, with brackets if it is an IPv6 address. */
  public String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** Returns path and query in ASCII, beginning with a slash. */
  String target() {
    return target;
  }

  /** Returns the address if the host is one in figures: 4 or 16 bytes. */
  Optional<byte[]> literal() {
    return Optional.ofNullable(literal);
  }

  /** Returns the address if the host is one in figures, as the socket layer wants it. */
  InetAddress literalAddress() {
    try {
      return InetAddress.getByAddress(literal().orElseThrow());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is always accepted", e);
    }
  }

  /** Returns the value of the Host header. */
  String authority() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }

  /** Returns the last part of the path as a file name without separators; may be empty. */
  String fileName() {
    return RequestTarget.fileName(target);
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority() + target;
  }
}
