package dev.mynah.server.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of day, until somebody sets it. */
public final class JumpingClock extends Clock {
  private volatile Duration offset = Duration.ZERO;

  /** Sets the clock forward, or back if negative. */
  public void jump(Duration by) {
    offset = offset.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the server reckons in UTC");
  }
}
