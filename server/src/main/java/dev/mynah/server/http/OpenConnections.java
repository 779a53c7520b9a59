package dev.mynah.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections that are open, and closes those by which one address would have more than
 * its share: whoever opens all there are would otherwise shut everybody else out.
 */
final class OpenConnections implements Connection.Listener {
  private final int perAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * @param perAddress most from one address; 0 for any number
   */
  OpenConnections(int perAddress) {
    this.perAddress = perAddress;
  }

  /** Returns how many are open. */
  int count() {
    return open.get();
  }

  @Override
  public void onOpened(Connection connection) {
    open.incrementAndGet();
    InetAddress address = address(connection);
    if (perAddress > 0
        && address != null
        && byAddress.merge(address, 1, Integer::sum) > perAddress) {
      // No answer: the request isn't read yet, and reading it is what there is no room for.
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    InetAddress address = address(connection);
    if (perAddress > 0 && address != null) {
      byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
    open.decrementAndGet();
  }

  private static @Nullable InetAddress address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : null;
  }
}
