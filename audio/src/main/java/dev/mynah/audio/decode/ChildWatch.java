package dev.mynah.audio.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Kills a process that takes too long, and keeps its standard error from filling its pipe. */
final class ChildWatch implements AutoCloseable {
  private static final int KEPT_BYTES = 4_096;

  private final Process child;
  private final byte[] kept = new byte[KEPT_BYTES];
  private final Thread drain;
  private final CompletableFuture<Void> timer = new CompletableFuture<>();
  private final CompletableFuture<Void> alarm;
  private volatile int keptLength;
  private volatile boolean expired;

  ChildWatch(Process child, Duration wallTime) {
    this.child = child;
    this.drain = Thread.ofVirtual().name("decoder-errors").start(this::drain);
    this.alarm =
        timer
            .completeOnTimeout(null, wallTime.toMillis(), TimeUnit.MILLISECONDS)
            .thenRun(this::expire);
  }

  private void expire() {
    expired = true;
    child.destroyForcibly();
  }

  private void drain() {
    byte[] chunk = new byte[1_024];
    try (InputStream errors = child.getErrorStream()) {
      for (int got = errors.read(chunk); got >= 0; got = errors.read(chunk)) {
        int before = keptLength;
        int keep = Math.min(got, KEPT_BYTES - before);
        System.arraycopy(chunk, 0, kept, before, keep);
        keptLength = before + keep; // makes the bytes visible too
      }
    } catch (IOException closed) {
      // The process is gone; what it said so far is kept.
    }
  }

  /** Returns whether the process was killed for taking too long. */
  boolean expired() {
    return expired;
  }

  /** Returns the beginning of what the process said on standard error. Call when it has ended. */
  String said(int maxBytes) throws InterruptedException {
    drain.join(Duration.ofSeconds(1));
    return new String(kept, 0, Math.min(maxBytes, keptLength), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    alarm.cancel(false);
    timer.cancel(false);
  }
}
