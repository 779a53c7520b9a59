package dev.mynah.server.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Opens a connection to a vetted address; tests put a listening socket of their own behind it. */
@FunctionalInterface
interface Connector {
  Connector DIRECT = Socket::connect;

  void connect(Socket socket, InetSocketAddress address, int timeoutMillis) throws IOException;
}
