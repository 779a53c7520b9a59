package dev.mynah.server.http.fish.live;

import dev.mynah.server.http.wire.WebSocket;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends messages one after the other, each when the connection has taken the one before, so that a
 * slow reader holds up its own speech and nothing gathers here. Who takes what is sent too slowly
 * is cut off. For one thread.
 */
final class LiveOutput {
  private final WebSocket socket;
  private final LiveLimits limits;

  LiveOutput(WebSocket socket, LiveLimits limits) {
    this.socket = socket;
    this.limits = limits;
  }

  /**
   * Sends a message and waits until the connection has taken it.
   *
   * @throws IOException if the connection is broken, or has just been cut
   */
  void send(byte[] message, LiveMessages messages) throws IOException {
    Future<Void> sent = socket.send(message, messages == LiveMessages.MSGPACK);
    try {
      Void unused = sent.get(limits.longestWaitFor(message.length).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      socket.abort();
      throw new IOException("the client reads too slowly", slow);
    } catch (ExecutionException broken) {
      throw new IOException("the client has gone", broken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server is stopping", e);
    }
  }
}
