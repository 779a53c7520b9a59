package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Listens on 127.0.0.1, and on ::1 where there is one, and can prove that nobody came. */
final class LoopbackTrap implements AutoCloseable {
  private static final int ATTEMPTS = 20; // at finding a port that is free in both families

  private final List<ServerSocket> sockets = new ArrayList<>();

  LoopbackTrap() throws IOException {
    for (int i = 0; i < ATTEMPTS && sockets.isEmpty(); i++) {
      open();
    }
    assertThat(sockets).as("a port free on 127.0.0.1 and ::1").isNotEmpty();
  }

  private void open() throws IOException {
    ServerSocket ipv4 = new ServerSocket(0, 50, TestNetwork.address("127.0.0.1"));
    try {
      ServerSocket ipv6 = new ServerSocket(ipv4.getLocalPort(), 50, TestNetwork.address("::1"));
      sockets.addAll(List.of(ipv4, ipv6));
    } catch (BindException e) {
      if (hasIpv6Loopback()) {
        ipv4.close(); // the port is taken there
      } else {
        sockets.add(ipv4);
      }
    } catch (SocketException e) {
      sockets.add(ipv4); // no IPv6 on this machine
    }
  }

  private static boolean hasIpv6Loopback() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, TestNetwork.address("::1"))) {
      return probe.isBound();
    } catch (SocketException e) {
      return false;
    }
  }

  int port() {
    return sockets.getFirst().getLocalPort();
  }

  boolean hasIpv6() {
    return sockets.size() == 2;
  }

  /**
   * Fails if anybody has connected. Connections queue in order, so the first one waiting must be
   * the one made here.
   */
  void assertNobodyCame() throws IOException {
    for (ServerSocket socket : sockets) {
      try (Socket own = new Socket()) {
        own.connect(new InetSocketAddress(socket.getInetAddress(), port()));
        try (Socket first = socket.accept()) {
          assertThat(first.getPort())
              .as("first to connect to %s", socket.getInetAddress())
              .isEqualTo(own.getLocalPort());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }
}
