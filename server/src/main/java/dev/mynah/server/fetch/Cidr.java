package dev.mynah.server.fetch;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A block of addresses.
 *
 * @param network first address, 4 bytes (IPv4) or 16 bytes (IPv6), in network order
 * @param prefixLength how many leading bits all addresses of the block share
 */
record Cidr(byte[] network, int prefixLength) {

  /**
   * Reads {@code 10.0.0.0/8} or {@code fc00::/7}; without a slash, the block of one address.
   *
   * @throws IllegalArgumentException with a sentence for the operator
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<byte[]> ipv4 = IpLiteral.ipv4(address);
    byte[] network = (ipv4.isPresent() ? ipv4 : IpLiteral.ipv6(address)).orElseThrow(wrong(text));
    int bits = 8 * network.length;
    if (slash < 0) {
      return new Cidr(network, bits);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      throw wrong(text).get();
    }
    return new Cidr(network, Integer.parseInt(length));
  }

  private static Supplier<IllegalArgumentException> wrong(String text) {
    return () ->
        new IllegalArgumentException(
            "'" + text + "' is not a block of addresses such as 127.0.0.0/8 or ::1/128");
  }

  /** Says whether an address of the same family lies in this block. */
  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int wholeBytes = prefixLength / 8;
    for (int i = 0; i < wholeBytes; i++) {
      if (address[i] != network[i]) {
        return false;
      }
    }
    int restBits = prefixLength % 8;
    int mask = (0xFF << (8 - restBits)) & 0xFF;
    return restBits == 0 || ((address[wholeBytes] ^ network[wholeBytes]) & mask) == 0;
  }
}
