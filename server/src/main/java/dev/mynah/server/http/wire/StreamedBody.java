package dev.mynah.server.http.wire;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * A body that is sent piece by piece as it is made. Until its first byte a failure is told like any
 * other; afterwards the only honest way is to break off, so that the receiver doesn't take a part
 * for the whole. Used by the request's own thread.
 */
public final class StreamedBody {
  private final Context context;
  private final String contentType;
  private final Runnable first;
  private volatile boolean gone;
  private boolean begun;

  /**
   * @param contentType of the body
   * @param first run before the first byte is sent, while header fields can still be set
   */
  public StreamedBody(Context context, String contentType, Runnable first) {
    this.context = context;
    this.contentType = contentType;
    this.first = first;
  }

  /**
   * Sends a piece; returns when it is on its way.
   *
   * @throws IOException if the receiver has gone
   */
  public void write(byte[] piece) throws IOException {
    if (!begun) {
      context.contentType(contentType);
      context.header("X-Accel-Buffering", "no"); // or a proxy would collect it first
      first.run();
      begun = true;
    }
    try {
      // Not the framework's own stream: that one keeps small pieces until the end.
      OutputStream out = context.res().getOutputStream();
      out.write(piece);
      out.flush();
    } catch (IOException e) {
      gone = true;
      throw e;
    }
  }

  /** Returns whether something was sent, so that no other answer can be given any more. */
  public boolean begun() {
    return begun;
  }

  /** Returns whether the receiver is known to have gone; may be asked by any thread. */
  public boolean gone() {
    return gone;
  }

  /**
   * Ends the connection in the middle of the body. A body whose end is the connection's would look
   * whole then, so its connection is reset.
   */
  public void breakOff(Exception why) {
    gone = true;
    EndPoint connection =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    if (endsWithConnection() && connection.getTransport() instanceof SocketChannel socket) {
      try {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException closed) {
        why.addSuppressed(closed);
      }
    }
    // The connection, not the exchange: an aborted exchange is neither logged nor counted.
    connection.close(why);
  }

  private boolean endsWithConnection() {
    String wish = context.header("Connection");
    return context.req().getProtocol().equals("HTTP/1.0")
        || (wish != null && wish.toLowerCase(Locale.ROOT).contains("close"));
  }
}
