package dev.mynah.server.http.wire;

import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.time.Duration;

/** A path that is talked to over a WebSocket. */
public interface SocketEndpoint {
  String path();

  /**
   * Answers a handshake.
   *
   * @param handshake valid during this call only
   * @return what will hear of the socket; see there
   * @throws Exception to refuse, usually a {@link MynahException}: the caller gets an HTTP answer
   *     instead of a socket
   */
  WebSocketListener open(Context handshake) throws Exception;

  /**
   * Takes no further work on open sockets and waits until what is under way has ended.
   *
   * @param limit how long that may take; afterwards it is broken off
   */
  void drain(Duration limit) throws InterruptedException;
}
