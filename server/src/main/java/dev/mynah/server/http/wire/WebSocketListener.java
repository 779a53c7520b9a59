package dev.mynah.server.http.wire;

/**
 * Hears what happens on a WebSocket. Called by the server's own threads, one at a time, and so must
 * not block.
 */
public interface WebSocketListener {
  /** The socket is open. Nothing is received before it is asked for. */
  void opened(WebSocket socket);

  /**
   * A part of a message came.
   *
   * @param part belongs to the listener
   * @param binary whether the message is bytes rather than UTF-8 text
   * @param last whether the message ends with it
   */
  void received(byte[] part, boolean binary, boolean last);

  /** The socket is closed or broken; the last call. */
  void closed();
}
