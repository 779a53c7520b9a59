package dev.mynah.server.token;

import java.util.concurrent.atomic.AtomicBoolean;

/** Leave to work on one request, given back by closing it. Closing it again does nothing. */
public final class Permit implements AutoCloseable {
  private final int limit;
  private final int remaining;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Permit(int limit, int remaining, Runnable giveBack) {
    this.limit = limit;
    this.remaining = remaining;
    this.giveBack = giveBack;
  }

  static Permit unlimited() {
    return new Permit(0, 0, () -> {});
  }

  static Permit of(int limit, int remaining, Runnable giveBack) {
    return new Permit(limit, remaining, giveBack);
  }

  /**
   * Whether the key has a limit at all; {@link #limit} and {@link #remaining} mean nothing else.
   */
  public boolean limited() {
    return limit > 0;
  }

  /** Returns how many requests the key may have in flight. */
  public int limit() {
    return limit;
  }

  /** Returns how many more it may have in flight beside this one. */
  public int remaining() {
    return remaining;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
