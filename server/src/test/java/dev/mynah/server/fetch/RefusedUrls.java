package dev.mynah.server.fetch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every way we know of writing a URL that must not be fetched, most of them of this machine's
 * loopback address. {@code PORT} stands for the port of a listening socket, {@code {41}} for the
 * character U+0041.
 */
final class RefusedUrls {
  private static final Pattern CODE_POINT = Pattern.compile("\\{([0-9A-F]{1,6})}");

  private static final String TABLE =
      """
      http://127.0.0.1:PORT/
      https://127.0.0.1:PORT/
      HTTP://127.0.0.1:PORT/
      http://127.0.0.2:PORT/
      http://127.255.255.255:PORT/
      http://0.0.0.0:PORT/
      http://0.1.2.3:PORT/
      http://10.0.0.1:PORT/
      http://10.255.255.255:PORT/
      http://100.64.0.1:PORT/
      http://100.100.100.200/latest/meta-data/
      http://168.63.129.16/machine
      http://169.254.169.254/latest/meta-data/
      http://169.254.170.2/v2/credentials
      http://169.254.0.1:PORT/
      http://172.16.0.1:PORT/
      http://172.31.255.255:PORT/
      http://192.0.0.1:PORT/
      http://192.0.0.192/opc/v1/instance/
      http://192.0.2.1:PORT/
      http://192.31.196.1:PORT/
      http://192.52.193.1:PORT/
      http://192.88.99.1:PORT/
      http://192.168.0.1:PORT/
      http://192.168.255.255:PORT/
      http://192.175.48.1:PORT/
      http://198.18.0.1:PORT/
      http://198.19.255.255:PORT/
      http://198.51.100.1:PORT/
      http://203.0.113.1:PORT/
      http://224.0.0.1:PORT/
      http://239.255.255.250:PORT/
      http://240.0.0.1:PORT/
      http://255.255.255.255:PORT/
      http://2130706433:PORT/
      http://02130706433:PORT/
      http://4294967295:PORT/
      http://4294967296:PORT/
      http://6425673729:PORT/
      http://0:PORT/
      http://1:PORT/
      http://017700000001:PORT/
      http://0177.0.0.1:PORT/
      http://0177.0.0.01:PORT/
      http://00000177.0.0.1:PORT/
      http://0177.00.00.01:PORT/
      http://127.0.0.01:PORT/
      http://127.0.0.001:PORT/
      http://0x7f000001:PORT/
      http://0X7F000001:PORT/
      http://0x7f.0.0.1:PORT/
      http://0x7f.0x0.0x0.0x1:PORT/
      http://0x7f.1:PORT/
      http://127.0.0.0x1:PORT/
      http://0x000000007f000001:PORT/
      http://0x:PORT/
      http://127.1:PORT/
      http://127.0.1:PORT/
      http://127.65535:PORT/
      http://10.1:PORT/
      http://0x7f.0.1:PORT/
      http://0177.1:PORT/
      http://127.0.0.1.:PORT/
      http://127.0.0.1..:PORT/
      http://127..0.1:PORT/
      http://.127.0.0.1:PORT/
      http://127.0.0.1.1:PORT/
      http://127.0.0.256:PORT/
      http://127.0.0.-1:PORT/
      http://127.0.0.+1:PORT/
      http://1.2.3.4.5:PORT/
      http://example.127:PORT/
      http://example.0x7f:PORT/
      http://[::1]:PORT/
      http://[0:0:0:0:0:0:0:1]:PORT/
      http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/
      http://[::0.0.0.1]:PORT/
      http://[::]:PORT/
      http://[0:0:0:0:0:0:0:0]:PORT/
      http://[::ffff:127.0.0.1]:PORT/
      http://[::FFFF:127.0.0.1]:PORT/
      http://[::ffff:7f00:1]:PORT/
      http://[0:0:0:0:0:ffff:7f00:0001]:PORT/
      http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/
      http://[::ffff:10.0.0.1]:PORT/
      http://[::ffff:169.254.169.254]/
      http://[::ffff:93.184.216.34]:PORT/
      http://[::ffff:0:127.0.0.1]:PORT/
      http://[::127.0.0.1]:PORT/
      http://[::7f00:1]:PORT/
      http://[64:ff9b::127.0.0.1]:PORT/
      http://[64:ff9b::7f00:1]:PORT/
      http://[64:ff9b::10.0.0.1]:PORT/
      http://[64:ff9b::169.254.169.254]/
      http://[64:ff9b::93.184.216.34]:PORT/
      http://[64:ff9b:1::127.0.0.1]:PORT/
      http://[64:ff9b:1:fffe::a00:1]:PORT/
      http://[2002:7f00:1::]:PORT/
      http://[2002:7f00:1::1]:PORT/
      http://[2002:a00:1::1]:PORT/
      http://[2002:a9fe:a9fe::1]/
      http://[2002:5db8:d822::1]:PORT/
      http://[2001:0:7f00:1::]:PORT/
      http://[2001::80ff:fffe]:PORT/
      http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:PORT/
      http://[2001:0:5db8:d822::a247:27dd]:PORT/
      http://[2606:2800:220:1:0:5efe:127.0.0.1]:PORT/
      http://[2606:2800:220:1:200:5efe:7f00:1]:PORT/
      http://[fe80::1]:PORT/
      http://[fe80::5efe:127.0.0.1]:PORT/
      http://[febf::1]:PORT/
      http://[fec0::1]:PORT/
      http://[fc00::1]:PORT/
      http://[fd00:ec2::254]/latest/meta-data/
      http://[fd20:ce::254]/computeMetadata/v1/
      http://[fdff:ffff::1]:PORT/
      http://[ff02::1]:PORT/
      http://[ff0e::1]:PORT/
      http://[100::1]:PORT/
      http://[100:0:0:1::1]:PORT/
      http://[200::1]:PORT/
      http://[2001:2::1]:PORT/
      http://[2001:10::1]:PORT/
      http://[2001:20::1]:PORT/
      http://[2001:db8::1]:PORT/
      http://[2620:4f:8000::1]:PORT/
      http://[3ffe::1]:PORT/
      http://[3fff::1]:PORT/
      http://[4000::1]:PORT/
      http://[5f00::1]:PORT/
      http://[8000::1]:PORT/
      http://[fe80::1%eth0]:PORT/
      http://[fe80::1%25eth0]:PORT/
      http://[::1%lo]:PORT/
      http://[::1%251]:PORT/
      http://[::1%25]:PORT/
      http://[2606:2800:220:1::1%25lo]:PORT/
      http://[127.0.0.1]:PORT/
      http://[localhost]:PORT/
      http://[::1:PORT/
      http://::1:PORT/
      http://::1]:PORT/
      http://[[::1]]:PORT/
      http://[]:PORT/
      http://[:::1]:PORT/
      http://[::1::]:PORT/
      http://[1:2:3:4:5:6:7:8:9]:PORT/
      http://[1:2:3:4:5:6:7::8]:PORT/
      http://[00001::1]:PORT/
      http://[::ffff:127.1]:PORT/
      http://[::ffff:0177.0.0.1]:PORT/
      http://[::1]x:PORT/
      http://[::1].example:PORT/
      http://[v1.::1]:PORT/
      http://user@127.0.0.1:PORT/
      http://user:pass@public.example/
      http://@public.example/
      http://:@public.example/
      http://public.example@127.0.0.1:PORT/
      http://public.example:80@127.0.0.1:PORT/
      http://public.example%40127.0.0.1:PORT/
      http://public.example&@127.0.0.1:PORT/
      http://127.0.0.1:PORT{5C}@public.example/
      http://public.example{5C}@127.0.0.1:PORT/
      http:{5C}{5C}127.0.0.1:PORT/
      http://127.0.0.1{5C}.public.example:PORT/
      http:/127.0.0.1:PORT/
      http:127.0.0.1:PORT/
      http:///127.0.0.1:PORT/
      http://
      http:///
      http://:PORT/
      http://?host=127.0.0.1:PORT
      http://%31%32%37.0.0.1:PORT/
      http://127%2E0%2E0%2E1:PORT/
      http://%6cocalhost:PORT/
      http://localhost%00.public.example:PORT/
      http://localhost%2F:PORT/
      http://localhost:PORT/
      http://LOCALHOST:PORT/
      http://LocalHost:PORT/
      http://localhost.:PORT/
      http://localhost..:PORT/
      http://sub.localhost:PORT/
      http://-localhost:PORT/
      http://local host:PORT/
      http://local+host:PORT/
      http://local*host:PORT/
      http://{24DB}{24DE}{24D2}{24D0}{24DB}{24D7}{24DE}{24E2}{24E3}:PORT/
      http://{FF4C}{FF4F}{FF43}{FF41}{FF4C}{FF48}{FF4F}{FF53}{FF54}:PORT/
      http://{1D4C1}ocalhost:PORT/
      http://local{AD}host:PORT/
      http://local{200B}host:PORT/
      http://local{200D}host:PORT/
      http://loca{2113}host:PORT/
      http://localho{17F}t:PORT/
      http://{FF11}{FF12}{FF17}.{FF10}.{FF10}.{FF11}:PORT/
      http://127{3002}0{3002}0{3002}1:PORT/
      http://127{FF0E}0{FF0E}0{FF0E}1:PORT/
      http://127{FF61}0{FF61}0{FF61}1:PORT/
      http://{2460}{2461}{2466}.0.0.1:PORT/
      http://{1D7CF}27.0.0.1:PORT/
      http://{FF10}x7f.1:PORT/
      http://{661}{662}{667}.0.0.1:PORT/
      http://127.0.0.1{FF0F}.public.example:PORT/
      http://127.0.0.1{FF03}.public.example:PORT/
      http://public.example{FF20}127.0.0.1:PORT/
      http://127.0.0.1{2100}.public.example:PORT/
      http://127.0.0.1{FF1A}PORT/
      http://{202E}1.0.0.721:PORT/
      http://xn--/:PORT
      http://127.0.0.1{9}:PORT/
      http://127.0.0{A}.1:PORT/
      http://127.0.0.1:PORT/{D}{A}Host:%20public.example
      http://127.0.0.1:PORT/{0}
      {0}http://127.0.0.1:PORT/
      http://public.example/{7F}
      http://public.example/{85}
      http://public.example/{2028}
      http://public.example/{D800}
      {20}http://127.0.0.1:PORT/
      http://127.0.0.1:PORT/{20}
      http://127.0.0.1:PORT{20}/
      {20}
      http://public.example:0/
      http://public.example:65536/
      http://public.example:99999/
      http://public.example:999999999999/
      http://public.example:-1/
      http://public.example:+80/
      http://public.example:8O/
      http://public.example:/
      http://public.example:80:80/
      http://public.example:{FF18}{FF10}/
      http://public.example:22/
      http://public.example:25/
      http://public.example:6667/
      ftp://127.0.0.1:PORT/
      ftp://public.example/a.wav
      file:///etc/passwd
      file://127.0.0.1/etc/passwd
      javascript:fetch('http://127.0.0.1:PORT/')
      data:audio/wav;base64,UklGRg==
      gopher://127.0.0.1:PORT/_GET
      dict://127.0.0.1:PORT/
      ldap://127.0.0.1:PORT/
      jar:http://127.0.0.1:PORT/a.jar!/
      netdoc:///etc/passwd
      mailto:someone@public.example
      ws://127.0.0.1:PORT/
      view-source:http://127.0.0.1:PORT/
      url:http://127.0.0.1:PORT/
      //127.0.0.1:PORT/
      /etc/passwd
      127.0.0.1:PORT
      localhost:PORT/
      http
      ://127.0.0.1:PORT/
      http ://127.0.0.1:PORT/
      ht{A}tp://127.0.0.1:PORT/
      {FF48}ttp://127.0.0.1:PORT/
      http{FF1A}//127.0.0.1:PORT/
      http://to-loopback.example:PORT/
      http://to-loopback-v6.example:PORT/
      http://to-mapped.example:PORT/
      http://to-private.example:PORT/
      http://to-metadata.example/
      http://to-unspecified.example:PORT/
      http://to-nat64.example:PORT/
      http://to-6to4.example:PORT/
      http://to-teredo.example:PORT/
      http://public-and-private.example:PORT/
      http://private-and-public.example:PORT/
      http://public-and-loopback-v6.example:PORT/
      http://no-such-name.example:PORT/
      http://no-address.example:PORT/
      """;

  private RefusedUrls() {}

  /** Returns the table for a listening socket's port. */
  static List<String> all(int port) {
    return TABLE
        .lines()
        .map(line -> line.replace("PORT", Integer.toString(port)))
        .map(
            line ->
                CODE_POINT
                    .matcher(line)
                    .replaceAll(
                        match ->
                            Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(match.group(1), 16)))))
        .toList();
  }

  /** Tells whether a URL of the table names a host that has no address at all. */
  static boolean isUnresolvable(String url) {
    return url.startsWith("http://no-such-name.example:")
        || url.startsWith("http://no-address.example:");
  }

  /** Gives the names of the table the addresses their names speak of. */
  static TestNetwork names(TestNetwork network) {
    String publicAddress = "93.184.216.34";
    return network
        .name("localhost", "127.0.0.1", "::1")
        .name("sub.localhost", "127.0.0.1")
        .name("public.example", publicAddress)
        .name("to-loopback.example", "127.0.0.1")
        .name("to-loopback-v6.example", "::1")
        .name("to-mapped.example", "::ffff:127.0.0.1")
        .name("to-private.example", "192.168.1.1")
        .name("to-metadata.example", "169.254.169.254")
        .name("to-unspecified.example", "0.0.0.0")
        .name("to-nat64.example", "64:ff9b::7f00:1")
        .name("to-6to4.example", "2002:7f00:1::1")
        .name("to-teredo.example", "2001:0:7f00:1::80ff:fffe")
        .name("public-and-private.example", publicAddress, "10.0.0.1")
        .name("private-and-public.example", "127.0.0.1", publicAddress)
        .name("public-and-loopback-v6.example", publicAddress, "::1")
        .name("no-address.example");
  }
}
