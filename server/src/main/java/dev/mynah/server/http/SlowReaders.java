package dev.mynah.server.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Hangs up on clients that take their answer too slowly. Jetty's idle timeout starts anew with
 * every byte, so that a client that reads a byte a minute would hold a connection, a thread and an
 * open file for days. Counted is only the time during which bytes wait for the client: work that
 * takes long before or between the bytes is no fault of the one who waits for it.
 */
final class SlowReaders extends Handler.Wrapper {
  private static final int LOOKS_PER_GRACE = 4;

  private final ConnectionLimits limits;
  private final Scheduler scheduler;
  private final Set<Transfer> waiting = ConcurrentHashMap.newKeySet();

  SlowReaders(ConnectionLimits limits, Scheduler scheduler) {
    this.limits = limits;
    this.scheduler = scheduler;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    scheduleLook();
  }

  private void scheduleLook() {
    scheduler.schedule(
        this::look, limits.readGrace().toNanos() / LOOKS_PER_GRACE, TimeUnit.NANOSECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    for (Transfer transfer : waiting) {
      transfer.hangUpIfSlow(now);
    }
    if (isRunning()) {
      scheduleLook();
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(request, new Transfer(request, response), callback);
  }

  /** One answer on its way. Its writes follow each other; the look comes from another thread. */
  private final class Transfer extends Response.Wrapper {
    private long bytes; // guarded by this
    private long waitedNanos; // by writes that are done; guarded by this
    private long writingSince; // guarded by this

    Transfer(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      begin(content == null ? 0 : content.remaining());
      super.write(last, content, Callback.from(this::end, callback));
    }

    private synchronized void begin(int count) {
      bytes += count;
      writingSince = System.nanoTime();
      waiting.add(this);
    }

    private synchronized void end() {
      waitedNanos += System.nanoTime() - writingSince;
      waiting.remove(this);
    }

    private synchronized void hangUpIfSlow(long now) {
      long waited = waitedNanos + now - writingSince;
      if (waiting.contains(this) && waited > limits.longestWaitFor(bytes).toNanos()) {
        waiting.remove(this);
        getRequest()
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint()
            .close(new TimeoutException("the client reads too slowly"));
      }
    }
  }
}
