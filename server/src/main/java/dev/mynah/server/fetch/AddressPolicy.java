package dev.mynah.server.fetch;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides whether the server may connect to an address: public unicast only.
 *
 * <p>The table follows the IANA IPv4 and IPv6 special-purpose address registries (RFC 6890 and
 * updates, as of 2024-10), more strictly than their "globally reachable" column: anycast and
 * protocol blocks that are reachable but never hold a recording are refused as well. Of IPv6 only
 * 2000::/3, the one range handed out for global unicast, is open. Forms of IPv6 that carry an IPv4
 * address inside (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) are refused whatever they carry,
 * since the machine or a router may unwrap them.
 *
 * <p>The machine's own addresses are refused even when public: traffic to them never passes the
 * firewall in front of the machine.
 *
 * <p>An operator may exempt blocks (configuration key {@code fetch-allow}). An exempted block of a
 * form that carries an IPv4 address opens only those addresses whose inner address may be connected
 * to as well, so {@code 64:ff9b::/96} can be exempted on a network behind NAT64 without opening the
 * way to 10.0.0.0/8.
 */
public final class AddressPolicy {
  private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

  /** Most telling first: the first match gives the refusal its name. */
  private static final List<Block> REFUSED =
      List.of(
          // Cloud platforms' metadata and control addresses.
          block("169.254.169.254/32", "a cloud metadata address"),
          block("169.254.170.2/32", "a cloud metadata address"), // containers' credentials
          block("169.254.170.23/32", "a cloud metadata address"), // pods' credentials
          block("fd00:ec2::/32", "a cloud metadata address"),
          block("fd20:ce::254/128", "a cloud metadata address"),
          block("100.100.100.200/32", "a cloud metadata address"),
          block("168.63.129.16/32", "a cloud metadata address"), // a public address, reused inward
          block("192.0.0.192/32", "a cloud metadata address"),
          // IPv4 special-purpose registry.
          block("0.0.0.0/32", "the unspecified address"),
          block("0.0.0.0/8", "an address of \"this network\""),
          block("10.0.0.0/8", "a private address"),
          block("100.64.0.0/10", "an address shared by a carrier's customers"),
          block("127.0.0.0/8", "a loopback address"),
          block("169.254.0.0/16", "a link-local address"),
          block("172.16.0.0/12", "a private address"),
          block("192.0.0.0/24", "a protocol-assignment address"),
          block("192.0.2.0/24", "a documentation address"),
          block("192.31.196.0/24", "a protocol-assignment address"),
          block("192.52.193.0/24", "a protocol-assignment address"),
          block("192.88.99.0/24", "a 6to4 relay address"),
          block("192.168.0.0/16", "a private address"),
          block("192.175.48.0/24", "a protocol-assignment address"),
          block("198.18.0.0/15", "a benchmarking address"),
          block("198.51.100.0/24", "a documentation address"),
          block("203.0.113.0/24", "a documentation address"),
          block("224.0.0.0/4", "a multicast address"),
          block("255.255.255.255/32", "the broadcast address"),
          block("240.0.0.0/4", "a reserved address"),
          // IPv6 special-purpose registry.
          block("::/128", "the unspecified address"),
          block("::1/128", "a loopback address"),
          block("::ffff:0:0/96", "an IPv4 address mapped into IPv6"),
          block("::ffff:0:0:0/96", "an IPv4 address translated into IPv6"),
          block("::/96", "an IPv4 address embedded in IPv6"),
          block("64:ff9b::/96", "an IPv4 address translated into IPv6"),
          block("64:ff9b:1::/48", "an IPv4 address translated into IPv6"),
          block("100::/64", "a discard-only address"),
          block("100:0:0:1::/64", "a discard-only address"),
          block("2001::/32", "a Teredo address"),
          block("2001:2::/48", "a benchmarking address"),
          block("2001:db8::/32", "a documentation address"),
          block("2001::/23", "a protocol-assignment address"),
          block("2002::/16", "a 6to4 address"),
          block("2620:4f:8000::/48", "a protocol-assignment address"),
          block("3ffe::/16", "a reserved address"), // the 6bone, given back in 2006
          block("3fff::/20", "a documentation address"),
          block("5f00::/16", "a segment-routing address"),
          block("fc00::/7", "a private address"),
          block("fe80::/10", "a link-local address"),
          block("fec0::/10", "a site-local address"),
          block("ff00::/8", "a multicast address"));

  /** Forms of IPv6 with an IPv4 address inside, and where. */
  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(Cidr.parse("::ffff:0:0/96"), 12, 0),
          new Carrier(Cidr.parse("::ffff:0:0:0/96"), 12, 0),
          new Carrier(Cidr.parse("64:ff9b::/96"), 12, 0),
          // RFC 8215 leaves the length of the prefix open; /96 is what translators default to.
          new Carrier(Cidr.parse("64:ff9b:1::/48"), 12, 0),
          new Carrier(Cidr.parse("2002::/16"), 2, 0),
          // RFC 4380: the server in clear, the client with every bit flipped.
          new Carrier(Cidr.parse("2001::/32"), 4, 0),
          new Carrier(Cidr.parse("2001::/32"), 12, 0xFF));

  private final List<Cidr> exempted;
  private final Supplier<Set<InetAddress>> ownAddresses;

  AddressPolicy(List<Cidr> exempted, Supplier<Set<InetAddress>> ownAddresses) {
    this.exempted = List.copyOf(exempted);
    this.ownAddresses = ownAddresses;
  }

  /** Returns the policy without exemptions. */
  public static AddressPolicy publicOnly() {
    return exempting("");
  }

  /**
   * Returns the policy with exemptions.
   *
   * @param cidrs comma-separated blocks such as {@code 127.0.0.0/8,::1/128}; may be empty
   * @throws IllegalArgumentException with a sentence for the operator, if one can't be read
   */
  public static AddressPolicy exempting(String cidrs) {
    List<Cidr> blocks =
        Arrays.stream(cidrs.split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Cidr::parse)
            .toList();
    return new AddressPolicy(blocks, AddressPolicy::addressesOfThisMachine);
  }

  /** Says whether the server may connect to {@code address}. */
  public boolean allows(InetAddress address) {
    return refusal(address.getAddress()).isEmpty();
  }

  /**
   * Returns why an address is refused, e.g. "a loopback address", or nothing if it is allowed.
   *
   * @param address 4 or 16 bytes; 16 bytes are judged as IPv6 even where Java would unwrap them
   */
  Optional<String> refusal(byte[] address) {
    if (exempted.stream().anyMatch(block -> block.contains(address))) {
      return carriedRefusal(address);
    }
    if (isIsatap(address)) {
      return Optional.of("an IPv4 address embedded in IPv6");
    }
    Optional<String> special =
        REFUSED.stream()
            .filter(block -> block.cidr().contains(address))
            .map(Block::name)
            .findFirst();
    if (special.isPresent()) {
      return special;
    }
    if (address.length == 16 && !GLOBAL_UNICAST.contains(address)) {
      return Optional.of("a reserved address");
    }
    boolean own =
        ownAddresses.get().stream().anyMatch(mine -> Arrays.equals(mine.getAddress(), address));
    return own ? Optional.of("an address of this machine") : Optional.empty();
  }

  /** Judges the IPv4 addresses inside an exempted IPv6 address. */
  private Optional<String> carriedRefusal(byte[] address) {
    return CARRIERS.stream()
        .filter(carrier -> carrier.form().contains(address))
        .map(carrier -> refusal(carrier.inner(address)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * RFC 5214: interface identifiers that begin with 0000:5efe or 0200:5efe hold an IPv4 address.
   */
  private static boolean isIsatap(byte[] address) {
    return address.length == 16
        && (address[8] & ~0x02) == 0
        && address[9] == 0
        && address[10] == 0x5E
        && address[11] == (byte) 0xFE;
  }

  /** Asked each time: addresses come and go with leases and tunnels. */
  private static Set<InetAddress> addressesOfThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .collect(Collectors.toUnmodifiableSet());
    } catch (SocketException e) {
      throw new IllegalStateException("the machine's own addresses can't be listed", e);
    }
  }

  private static Block block(String cidr, String name) {
    return new Block(Cidr.parse(cidr), name);
  }

  private record Block(Cidr cidr, String name) {}

  private record Carrier(Cidr form, int offset, int flippedBits) {
    byte[] inner(byte[] address) {
      byte[] ipv4 = Arrays.copyOfRange(address, offset, offset + 4);
      for (int i = 0; i < ipv4.length; i++) {
        ipv4[i] ^= (byte) flippedBits;
      }
      return ipv4;
    }
  }
}
