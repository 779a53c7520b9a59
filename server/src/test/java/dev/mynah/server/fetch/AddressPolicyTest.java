package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private final AddressPolicy publicOnly = TestNetwork.publicOnly();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "93.184.216.34",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "2000::1",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2001:db7:ffff::1",
        "2001:db9::1",
        "2003::1",
        "2606:4700:4700::1111",
        "2620:4f:7fff::1",
        "3fff:1000::1",
        "3ffd::1"
      })
  void allowsPublicAddressesUpToTheEdgesOfTheSpecialBlocks(String address) {
    assertThat(publicOnly.refusal(bytes(address))).isEmpty();
    assertThat(publicOnly.allows(TestNetwork.address(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, a loopback address",
    "127.255.255.255, a loopback address",
    "::1, a loopback address",
    "0.0.0.0, the unspecified address",
    "::, the unspecified address",
    "10.1.2.3, a private address",
    "172.16.0.0, a private address",
    "172.31.255.255, a private address",
    "192.168.255.255, a private address",
    "fc00::, a private address",
    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, a private address",
    "100.64.0.0, an address shared by a carrier's customers",
    "100.127.255.255, an address shared by a carrier's customers",
    "169.254.1.1, a link-local address",
    "fe80::1, a link-local address",
    "febf:ffff::1, a link-local address",
    "fec0::1, a site-local address",
    "169.254.169.254, a cloud metadata address",
    "100.100.100.200, a cloud metadata address",
    "168.63.129.16, a cloud metadata address",
    "fd00:ec2::254, a cloud metadata address",
    "fd20:ce::254, a cloud metadata address",
    "192.0.2.255, a documentation address",
    "198.51.100.0, a documentation address",
    "203.0.113.7, a documentation address",
    "2001:db8:ffff::1, a documentation address",
    "3fff:fff::1, a documentation address",
    "198.18.0.0, a benchmarking address",
    "198.19.255.255, a benchmarking address",
    "2001:2::1, a benchmarking address",
    "224.0.0.1, a multicast address",
    "239.255.255.255, a multicast address",
    "ff02::1, a multicast address",
    "255.255.255.255, the broadcast address",
    "240.0.0.0, a reserved address",
    "255.255.255.254, a reserved address",
    "1fff:ffff::1, a reserved address",
    "4000::, a reserved address",
    "3ffe::1, a reserved address",
    "::ffff:8.8.8.8, an IPv4 address mapped into IPv6",
    "::8.8.8.8, an IPv4 address embedded in IPv6",
    "64:ff9b::8.8.8.8, an IPv4 address translated into IPv6",
    "64:ff9b:1::8.8.8.8, an IPv4 address translated into IPv6",
    "2002:808:808::1, a 6to4 address",
    "2001:0:1::1, a Teredo address",
    "2606:4700::5efe:8.8.8.8, an IPv4 address embedded in IPv6",
    "2606:4700::200:5efe:8.8.8.8, an IPv4 address embedded in IPv6"
  })
  void refusesSpecialAddressesByTheirName(String address, String reason) {
    assertThat(publicOnly.refusal(bytes(address))).contains(reason);
  }

  @Test
  void refusesWhatTheJdkItselfCallsSpecial() {
    Random random = new Random(20261121);
    byte[] ipv4 = new byte[4];
    byte[] ipv6 = new byte[16];
    int special = 0;
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(ipv4);
      random.nextBytes(ipv6);
      ipv6[0] = (byte) (i % 2 == 0 ? 0xFE : 0xFF);
      for (byte[] address : List.of(ipv4, ipv6)) {
        if (isSpecial(address)) {
          special++;
          assertThat(publicOnly.refusal(address)).isPresent();
        }
      }
    }
    assertThat(special).isGreaterThan(50_000);
  }

  private static boolean isSpecial(byte[] bytes) {
    InetAddress address = TestNetwork.address(bytes);
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }

  @Test
  void refusesTheMachinesOwnAddressesEvenWhenPublic() throws Exception {
    AddressPolicy policy =
        new AddressPolicy(List.of(), () -> Set.of(TestNetwork.address("93.184.216.34")));

    assertThat(policy.refusal(bytes("93.184.216.34"))).contains("an address of this machine");
    assertThat(policy.refusal(bytes("93.184.216.35"))).isEmpty();
    assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .isNotEmpty()
        .noneMatch(AddressPolicy.publicOnly()::allows);
  }

  @Test
  void exemptsWhatTheOperatorLists() {
    AddressPolicy policy = AddressPolicy.exempting(" 127.0.0.0/8 , ::1/128,10.1.2.3 ,");

    assertThat(policy.allows(TestNetwork.address("127.9.9.9"))).isTrue();
    assertThat(policy.allows(TestNetwork.address("::1"))).isTrue();
    assertThat(policy.allows(TestNetwork.address("10.1.2.3"))).isTrue();
    assertThat(policy.allows(TestNetwork.address("10.1.2.4"))).isFalse();
    assertThat(policy.allows(TestNetwork.address("::2"))).isFalse();
    assertThat(policy.refusal(bytes("::ffff:127.0.0.1")))
        .contains("an IPv4 address mapped into IPv6");
  }

  @ParameterizedTest
  @CsvSource({
    "64:ff9b::/96, 64:ff9b::8.8.8.8, 64:ff9b::10.0.0.1",
    "64:ff9b:1:fffe::/96, 64:ff9b:1:fffe::8.8.8.8, 64:ff9b:1:fffe::169.254.169.254",
    "::ffff:0:0/96, ::ffff:8.8.8.8, ::ffff:127.0.0.1",
    "2002::/16, 2002:808:808::1, 2002:7f00:1::1",
    // Teredo: server 8.8.8.8; client 8.8.8.8, then 127.0.0.1, both with their bits flipped.
    "2001::/32, 2001:0:808:808::f7f7:f7f7, 2001:0:808:808::80ff:fffe",
    "2001::/32, 2001:0:808:808::f7f7:f7f7, 2001:0:7f00:1::f7f7:f7f7"
  })
  void anExemptedTranslationStillMayNotLeadToPrivateAddresses(
      String exempted, String toPublic, String toPrivate) {
    AddressPolicy policy = AddressPolicy.exempting(exempted);

    assertThat(policy.refusal(bytes(toPublic))).isEmpty();
    assertThat(policy.refusal(bytes(toPrivate))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "/8",
        "10/8",
        "::1/129",
        "fe80::1%eth0",
        "10.0.0.0/8/8",
        "10.0.0.0;::1"
      })
  void saysWhichExemptionCanNotBeRead(String text) {
    assertThatThrownBy(() -> AddressPolicy.exempting("127.0.0.0/8," + text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  private static byte[] bytes(String address) {
    return IpLiteral.ipv4(address).or(() -> IpLiteral.ipv6(address)).orElseThrow();
  }
}
