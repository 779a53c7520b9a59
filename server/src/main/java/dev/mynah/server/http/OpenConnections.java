package dev.mynah.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/**
 * Counts the connections that are open, and closes those by which one address would have more than
 * its share: whoever opens all there are would otherwise shut everybody else out.
 */
final class OpenConnections implements Connection.Listener {
  private final int perAddress;

  /** A closed connection doesn't know its address any more. */
  private final ConcurrentHashMap<Connection, InetAddress> addresses = new ConcurrentHashMap<>();

  private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

  /**
   * @param perAddress most from one address; 0 for any number
   */
  OpenConnections(int perAddress) {
    this.perAddress = perAddress;
  }

  /** Returns how many are open. */
  int count() {
    return addresses.size();
  }

  @Override
  public void onOpened(Connection connection) {
    InetAddress address = address(connection);
    addresses.put(connection, address);
    int open = counts.merge(address, 1, Integer::sum);
    if (perAddress > 0 && open > perAddress) {
      // No answer: the request isn't read yet, and reading it is what there is no room for.
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    InetAddress address = addresses.get(connection);
    if (address != null) {
      counts.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
      addresses.remove(connection);
    }
  }

  /** A connection that was closed before it was looked at counts as one from this machine. */
  private static InetAddress address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
