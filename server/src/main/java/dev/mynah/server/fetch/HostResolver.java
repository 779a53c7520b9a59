package dev.mynah.server.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a name. May block; called by threads kept for it. */
@FunctionalInterface
public interface HostResolver {
  /** The operating system's resolver. */
  HostResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

  /**
   * Returns the addresses of a name, best first.
   *
   * @param name canonical host name: ASCII, lower case, never an address in figures
   * @throws UnknownHostException if it has none
   */
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
