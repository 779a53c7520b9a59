package dev.mynah.server.http.wire;

import java.util.concurrent.CompletableFuture;

/** An open WebSocket, as its listener sees it. Safe for use by many threads. */
public interface WebSocket {
  /** Closed in order. */
  int NORMAL = 1000;

  /** Closed because the server stops. */
  int GOING_AWAY = 1001;

  /** Closed because of what the other side did. */
  int POLICY_VIOLATION = 1008;

  /** Closed because a message is too large. */
  int MESSAGE_TOO_BIG = 1009;

  /** Closed because of a defect here. */
  int SERVER_ERROR = 1011;

  /** Lets the next part of a message come; each part is asked for. */
  void demand();

  /**
   * Sends a whole message.
   *
   * @param binary whether as bytes rather than as text
   * @return done when the connection has taken all of it; fails if it is broken
   */
  CompletableFuture<Void> send(byte[] message, boolean binary);

  /** Closes with a word; at most 120 bytes of UTF-8. */
  void close(int code, String reason);

  /** Cuts the connection at once. */
  void abort();
}
