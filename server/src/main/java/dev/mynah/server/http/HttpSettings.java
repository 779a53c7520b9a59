package dev.mynah.server.http;

import java.time.Duration;

/**
 * How the server listens and what it puts up with.
 *
 * @param host name or address to listen on
 * @param port TCP port; 0 picks a free one
 * @param maxConnections connections open at once; further ones wait to be accepted
 * @param maxHeaderBytes request line and header fields together
 * @param idleTimeout how long a connection may lie still, also within a request being sent
 * @param headerDeadline how long a request line with its header fields may take to arrive
 * @param drainTimeout how long a graceful stop waits for requests under way
 */
public record HttpSettings(
    String host,
    int port,
    int maxConnections,
    int maxHeaderBytes,
    Duration idleTimeout,
    Duration headerDeadline,
    Duration drainTimeout) {

  public HttpSettings {
    if (port < 0 || port > 65_535 || maxConnections <= 0 || maxHeaderBytes < 1024) {
      throw new IllegalArgumentException("port, maxConnections or maxHeaderBytes out of range");
    }
  }

  /** Returns settings that suit a server open to the world. */
  public static HttpSettings listeningOn(String host, int port) {
    return new HttpSettings(
        host,
        port,
        1024,
        16 << 10,
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30));
  }
}
