package dev.mynah.server.http;

import java.time.Duration;

/**
 * How the server listens and what it puts up with.
 *
 * @param host name or address to listen on
 * @param port TCP port; 0 picks a free one
 * @param connections how many connections, and how slow ones
 * @param requests how large a request may be before its body
 * @param drainTimeout how long a graceful stop waits for requests under way
 */
public record HttpSettings(
    String host,
    int port,
    ConnectionLimits connections,
    RequestLimits requests,
    Duration drainTimeout) {

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** Returns settings that suit a server open to the world. */
  public static HttpSettings listeningOn(String host, int port) {
    return new HttpSettings(
        host, port, ConnectionLimits.DEFAULT, RequestLimits.DEFAULT, Duration.ofSeconds(30));
  }

  /** Returns these settings with other limits to connections. */
  public HttpSettings with(ConnectionLimits connections) {
    return new HttpSettings(host, port, connections, requests, drainTimeout);
  }

  /** Returns these settings with other limits to requests. */
  public HttpSettings with(RequestLimits requests) {
    return new HttpSettings(host, port, connections, requests, drainTimeout);
  }

  /** Returns these settings with another time for a graceful stop. */
  public HttpSettings withDrainTimeout(Duration drainTimeout) {
    return new HttpSettings(host, port, connections, requests, drainTimeout);
  }
}
