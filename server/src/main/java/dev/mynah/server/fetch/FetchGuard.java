package dev.mynah.server.fetch;

import dev.mynah.engine.spi.CancelSignal;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one call: when its time is up or it is cancelled, everything it holds is closed, so
 * that whatever it is blocked in ends at once. Socket timeouts alone can't do that, since each byte
 * of a slow peer starts them anew.
 */
final class FetchGuard implements AutoCloseable {
  private static final long POLL_MILLIS = 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Duration total;
  private final long deadlineNanos;
  private final CancelSignal cancel;
  private final Future<?> watch;
  private final List<Closeable> held = new ArrayList<>(); // guarded by this
  private @Nullable FailureKind stopped; // guarded by this

  FetchGuard(ScheduledExecutorService watchdog, Duration total, CancelSignal cancel) {
    this.total = total;
    this.deadlineNanos = System.nanoTime() + total.toNanos();
    this.cancel = cancel;
    this.watch =
        watchdog.scheduleWithFixedDelay(
            this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Closes {@code resource} when the call must end, or now if it must already have. */
  void hold(Closeable resource) throws FetchFailure {
    synchronized (this) {
      if (stopped == null) {
        held.add(resource);
        return;
      }
    }
    closeQuietly(resource);
    throwIfStopped();
  }

  /**
   * Returns at least 1, at most {@code limit}, in milliseconds, so as not to outlive the call.
   * Rounded up: who waited for so long finds the call at its end, not a moment before it.
   */
  int millisWithin(Duration limit) {
    long left = Math.ceilDiv(deadlineNanos - System.nanoTime(), NANOS_PER_MILLI);
    return Math.clamp(left, 1, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
  }

  void throwIfStopped() throws FetchFailure {
    look();
    FailureKind why;
    synchronized (this) {
      why = stopped;
    }
    if (why == FailureKind.CANCELLED || Thread.currentThread().isInterrupted()) {
      throw new FetchFailure(FailureKind.CANCELLED, "was cancelled");
    }
    if (why != null) {
      throw new FetchFailure(
          FailureKind.TIMED_OUT, "took longer than " + Wording.seconds(total) + " in all");
    }
  }

  private void look() {
    FailureKind why = null;
    if (isCancelled()) {
      why = FailureKind.CANCELLED;
    } else if (System.nanoTime() - deadlineNanos >= 0) {
      why = FailureKind.TIMED_OUT;
    }
    if (why != null) {
      stop(why);
    }
  }

  private boolean isCancelled() {
    try {
      return cancel.cancelled();
    } catch (RuntimeException e) {
      return true; // a signal that can't be read must not leave the call unwatched
    }
  }

  private void stop(FailureKind why) {
    List<Closeable> closing;
    synchronized (this) {
      if (stopped != null) {
        return;
      }
      stopped = why;
      closing = List.copyOf(held);
      held.clear();
    }
    closing.forEach(FetchGuard::closeQuietly);
  }

  /** Ends the watch and closes what is still held. */
  @Override
  public void close() {
    watch.cancel(false);
    stop(FailureKind.CANCELLED);
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      // The connection is being thrown away: that it can't even be closed changes nothing.
    }
  }
}
