package dev.mynah.server.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * An internet of our own: names resolve as scripted, and connections to chosen public addresses end
 * at servers on loopback. All other connections are real ones.
 */
final class TestNetwork {
  private final Map<String, Deque<List<InetAddress>>> names = new HashMap<>();
  private final Map<InetAddress, Integer> publicServers = new HashMap<>();
  private final List<String> lookUps = new ArrayList<>();
  private final List<InetSocketAddress> connections = new ArrayList<>();

  /** Scripts the next answer for a name; the last one is repeated. */
  synchronized TestNetwork name(String name, String... addresses) {
    names
        .computeIfAbsent(name, unused -> new ArrayDeque<>())
        .add(Arrays.stream(addresses).map(TestNetwork::address).toList());
    return this;
  }

  /** Puts a loopback server behind a public address. */
  synchronized TestNetwork server(String publicAddress, int loopbackPort) {
    publicServers.put(address(publicAddress), loopbackPort);
    return this;
  }

  OutboundNetwork open(AddressPolicy policy) throws Exception {
    return open(policy, SSLContext.getDefault());
  }

  OutboundNetwork open(AddressPolicy policy, SSLContext tls) {
    return new OutboundNetwork(policy, this::resolve, tls, this::connect);
  }

  /** The public-only policy of a machine that has no addresses of its own. */
  static AddressPolicy publicOnly() {
    return new AddressPolicy(List.of(), Set::of);
  }

  synchronized List<String> lookUps() {
    return List.copyOf(lookUps);
  }

  synchronized List<InetSocketAddress> connections() {
    return List.copyOf(connections);
  }

  private synchronized List<InetAddress> resolve(String name) throws UnknownHostException {
    lookUps.add(name);
    Deque<List<InetAddress>> answers = names.get(name);
    if (answers == null) {
      throw new UnknownHostException(name);
    }
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  private void connect(Socket socket, InetSocketAddress address, int timeoutMillis)
      throws IOException {
    InetSocketAddress end = address;
    synchronized (this) {
      connections.add(address);
      Integer port = publicServers.get(address.getAddress());
      if (port != null) {
        end = new InetSocketAddress(address("127.0.0.1"), port);
      }
    }
    socket.connect(end, timeoutMillis);
  }

  static InetAddress address(String literal) {
    return address(IpLiteral.ipv4(literal).or(() -> IpLiteral.ipv6(literal)).orElseThrow());
  }

  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("neither 4 nor 16 bytes", e);
    }
  }
}
