package dev.mynah.server.http.wire;

import dev.mynah.engine.spi.CancelSignal;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the client of a request has hung up, also while there is nothing to send to it:
 * Jetty itself would notice no sooner than the next write. The socket is asked, a few times a
 * hundred milliseconds at most, by whoever wants to know.
 *
 * <p>To be made once the body of the request has been read. A client that has begun to send its
 * next request before it has this answer loses its connection after the answer, for the first byte
 * of that request is gone; the protocol lets it send the request again.
 */
public final class ClientWatch implements CancelSignal {
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final Request request;
  private final EndPoint connection;
  private final @Nullable SocketChannel socket; // null where the answer goes through no socket
  private final AtomicLong looked;
  private volatile boolean gone;
  private volatile boolean talking;

  public ClientWatch(Context context) {
    this.request = ServletContextRequest.getServletContextRequest(context.req());
    this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
    this.socket = connection.getTransport() instanceof SocketChannel channel ? channel : null;
    this.looked = new AtomicLong(System.nanoTime() - LOOK_NANOS);
  }

  /** Returns whether the client has gone. */
  @Override
  public boolean cancelled() {
    if (!gone && !talking && socket != null) {
      long now = System.nanoTime();
      long before = looked.get();
      if (now - before >= LOOK_NANOS && looked.compareAndSet(before, now)) {
        look(socket);
      }
    }
    return gone;
  }

  private void look(SocketChannel channel) {
    try {
      int count = channel.read(ByteBuffer.allocate(1));
      if (count > 0) {
        talking = true;
        Request.addCompletionListener(request, failure -> connection.close());
      } else if (count < 0) {
        gone = true;
      }
    } catch (IOException broken) {
      gone = true; // reset, or closed by our own side: nobody listens either way
    }
  }
}
