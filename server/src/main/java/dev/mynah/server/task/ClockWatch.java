package dev.mynah.server.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Notices that the clock was set: that it went further, or less far, than the time that has really
 * passed. Used by one thread.
 */
public final class ClockWatch {
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Duration tolerance;
  private Instant lastTime;
  private long lastNanos;

  /**
   * @param nanoTime a clock like {@link System#nanoTime}, which nobody can set
   * @param tolerance what a clock may be corrected by without having jumped
   */
  public ClockWatch(Clock clock, LongSupplier nanoTime, Duration tolerance) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.tolerance = tolerance;
    this.lastTime = clock.instant();
    this.lastNanos = nanoTime.getAsLong();
  }

  /**
   * Returns how far the clock was set forward, or back if negative, since this was last asked or
   * since the making; zero if it goes as it should.
   */
  public Duration jump() {
    Instant time = clock.instant();
    long nanos = nanoTime.getAsLong();
    Duration told = Duration.between(lastTime, time);
    Duration passed = Duration.ofNanos(nanos - lastNanos);
    lastTime = time;
    lastNanos = nanos;
    Duration jump = told.minus(passed);
    return jump.abs().compareTo(tolerance) > 0 ? jump : Duration.ZERO;
  }
}
