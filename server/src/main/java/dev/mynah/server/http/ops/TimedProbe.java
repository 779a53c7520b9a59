package dev.mynah.server.http.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at something that may hang, and doesn't hang with it. However many ask at once, one look is
 * under way at a time, and its result serves everybody for a moment: whoever asks without a key
 * can't make the server work.
 */
public final class TimedProbe<T> {
  private final Supplier<T> look;
  private final Duration patience;
  private final long freshNanos;
  private final LongSupplier nanoTime;
  private @Nullable CompletableFuture<T> latest; // guarded by this
  private long latestNanos; // guarded by this

  /**
   * @param look may throw
   * @param patience how long to wait for a look
   * @param fresh how long the result of a look is good for
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public TimedProbe(Supplier<T> look, Duration patience, Duration fresh, LongSupplier nanoTime) {
    this.look = look;
    this.patience = patience;
    this.freshNanos = fresh.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Returns what there is to see, or {@code otherwise} if looking fails or takes too long. */
  public T or(T otherwise) {
    try {
      return current().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    } catch (ExecutionException | TimeoutException e) {
      return otherwise;
    }
  }

  private synchronized CompletableFuture<T> current() {
    CompletableFuture<T> known = latest;
    long now = nanoTime.getAsLong();
    if (known != null && (!known.isDone() || now - latestNanos < freshNanos)) {
      return known;
    }
    CompletableFuture<T> next =
        CompletableFuture.supplyAsync(look, task -> Thread.ofVirtual().name("probe").start(task));
    latest = next;
    latestNanos = now;
    return next;
  }
}
