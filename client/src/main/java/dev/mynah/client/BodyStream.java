package dev.mynah.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer as they come. The next piece is asked for when the one before has been
 * read, so that a slow reader slows the service down instead of filling memory. A stream that isn't
 * whole ends in an exception, never in an end of file. Closing it ends the connection, by which the
 * service knows to stop its work; any thread may close it, whatever another is waiting for.
 */
final class BodyStream extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {
  /** What comes from the connection. */
  private record Signal(List<ByteBuffer> buffers, boolean end, @Nullable Throwable failure) {
    static final Signal END = new Signal(List.of(), true, null);
    static final Signal CLOSED = new Signal(List.of(), true, new IOException("stream closed"));
  }

  private final Duration idle;
  private final Consumer<BodyStream> onEnd;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final ArrayDeque<ByteBuffer> ready = new ArrayDeque<>(); // of the reading thread
  private final byte[] single = new byte[1];
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private @Nullable Signal last; // of the reading thread

  /**
   * @param idle longest wait for a further piece
   * @param onEnd is told once or more that nothing further comes
   */
  BodyStream(Duration idle, Consumer<BodyStream> onEnd) {
    this.idle = idle;
    this.onEnd = onEnd;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Signal(buffers, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(List.of(), true, failure));
    onEnd.accept(this);
  }

  @Override
  public void onComplete() {
    signals.add(Signal.END);
    onEnd.accept(this);
  }

  /**
   * Returns the next bytes, at least one, or null at the end.
   *
   * @throws IOException if the answer broke off, nothing came for too long, or this is closed
   */
  @Nullable ByteBuffer nextBuffer() throws IOException {
    while (true) {
      if (closed) {
        throw new IOException("The stream is closed.");
      }
      ByteBuffer next = ready.poll();
      if (next == null) {
        if (atEnd()) {
          return null;
        }
        await();
      } else if (next.hasRemaining()) {
        return next;
      }
    }
  }

  private boolean atEnd() throws IOException {
    if (last == null) {
      return false;
    }
    if (last.failure() != null) {
      throw new IOException(
          "The answer broke off before its end: " + last.failure().getMessage(), last.failure());
    }
    return true;
  }

  private void await() throws IOException {
    Flow.Subscription source = subscription;
    if (source != null && signals.isEmpty()) {
      source.request(1);
    }
    try {
      Signal signal = signals.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
      if (signal == null) {
        fail(new HttpTimeoutException("No byte came for " + Words.of(idle) + "."));
      } else if (signal.end()) {
        last = signal;
      } else {
        ready.addAll(signal.buffers());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new InterruptedIOException("The reading thread was interrupted."));
    }
  }

  private void fail(IOException failure) throws IOException {
    last = new Signal(List.of(), true, failure);
    end();
    throw failure;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer next = nextBuffer();
    if (next == null) {
      return -1;
    }
    int count = Math.min(length, next.remaining());
    next.get(into, offset, count);
    if (next.hasRemaining()) {
      keep(next);
    }
    return count;
  }

  /** Puts what is left of a piece before all others. */
  private void keep(ByteBuffer rest) {
    ready.addFirst(rest);
  }

  @Override
  public int available() {
    return ready.stream().mapToInt(ByteBuffer::remaining).sum();
  }

  @Override
  public void close() {
    closed = true;
    end();
    signals.add(Signal.CLOSED); // wakes whoever waits
  }

  private void end() {
    Flow.Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
    onEnd.accept(this);
  }
}
