package dev.mynah.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a little where a request was answered before its body was read, as a wrong key is. To
 * close at once would reset the connection, and the client, still sending, might never see the
 * answer (RFC 9112, section 9.6). A body that is longer or slower than this is worth is cut off.
 */
final class UnreadBodies extends Handler.Wrapper {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 8 << 20;

  private final Scheduler scheduler;

  UnreadBodies(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      return super.handle(request, response, callback); // waits to be told to send its body
    }
    return super.handle(
        new Unhurried(request),
        response,
        new Callback.Nested(callback) {
          @Override
          public void succeeded() {
            if (response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
              super.succeeded();
            } else {
              new Rest(request, getCallback()).read();
            }
          }
        });
  }

  /** A request whose unread body is not given up before the answer is sent. */
  private static final class Unhurried extends Request.Wrapper {
    Unhurried(Request request) {
      super(request);
    }

    @Override
    public boolean consumeAvailable() {
      return true; // will be, by Rest
    }
  }

  /** What is left of a body. Its parts come one after the other; the timer from another thread. */
  private final class Rest {
    private final Request request;
    private final Callback answered;
    private long bytes;
    private Scheduler.@Nullable Task timer;
    private boolean over; // guarded by this

    Rest(Request request, Callback answered) {
      this.request = request;
      this.answered = answered;
    }

    void read() {
      Content.Chunk chunk = request.read();
      while (chunk != null && !isEnd(chunk)) {
        chunk = request.read();
      }
      if (chunk != null) {
        if (timer != null) {
          timer.cancel();
        }
        end();
        answered.succeeded();
        return;
      }
      if (timer == null) {
        timer = scheduler.schedule(this::hangUp, LONGEST.toNanos(), TimeUnit.NANOSECONDS);
      }
      request.demand(this::read);
    }

    private boolean isEnd(Content.Chunk chunk) {
      bytes += chunk.remaining();
      chunk.release();
      return chunk.isLast() || Content.Chunk.isFailure(chunk) || bytes > MOST_BYTES;
    }

    /** From now on the connection may be another request's, which a late timer must not end. */
    private synchronized void end() {
      over = true;
    }

    private synchronized void hangUp() {
      if (over) {
        return;
      }
      request
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close(new TimeoutException("the body of a request that is answered comes too slowly"));
    }
  }
}
