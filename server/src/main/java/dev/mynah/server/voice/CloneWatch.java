package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells the maker of a voice to stop, because the server does or because the voice was erased
 * meanwhile, here or by another process. It looks into the database now and then only, for it is
 * asked many times a second.
 */
final class CloneWatch implements CancelSignal {
  private static final long LOOK_AGAIN_NANOS = 250_000_000;

  private final CancelSignal stopping;
  private final BooleanSupplier erased;
  private final LongSupplier nanoTime;
  private final AtomicLong lookAt;
  private volatile boolean gone;

  /**
   * @param erased looks whether the voice is gone
   * @param nanoTime a clock that only ever goes forward
   */
  CloneWatch(CancelSignal stopping, BooleanSupplier erased, LongSupplier nanoTime) {
    this.stopping = stopping;
    this.erased = erased;
    this.nanoTime = nanoTime;
    this.lookAt = new AtomicLong(nanoTime.getAsLong() + LOOK_AGAIN_NANOS);
  }

  @Override
  public boolean cancelled() {
    return stopping.cancelled() || erased();
  }

  /** Returns whether the voice is known to be gone. */
  boolean erased() {
    if (gone) {
      return true;
    }
    long now = nanoTime.getAsLong();
    long due = lookAt.get();
    if (now - due >= 0 && lookAt.compareAndSet(due, now + LOOK_AGAIN_NANOS)) {
      gone = erased.getAsBoolean();
    }
    return gone;
  }
}
