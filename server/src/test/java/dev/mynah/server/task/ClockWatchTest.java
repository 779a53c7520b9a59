package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.SetClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {
  private final SetClock clock = new SetClock();
  private final AtomicLong nanos = new AtomicLong();
  private final ClockWatch watch = new ClockWatch(clock, nanos::get, Duration.ofMinutes(5));

  @Test
  void timeThatPassesIsNoJump() {
    pass(Duration.ofDays(3));

    assertThat(watch.jump()).isZero();
  }

  @Test
  void aCorrectionIsNoJump() {
    pass(Duration.ofMinutes(10));
    clock.advance(Duration.ofMinutes(5));
    assertThat(watch.jump()).isZero();

    clock.advance(Duration.ofMinutes(-5));
    assertThat(watch.jump()).isZero();
  }

  @Test
  void aJumpIsNoticedOnceWhicheverWayItGoes() {
    pass(Duration.ofMinutes(10));
    clock.advance(Duration.ofMinutes(5).plusMillis(1));
    assertThat(watch.jump()).isEqualTo(Duration.ofMinutes(5).plusMillis(1));
    assertThat(watch.jump()).isZero();

    pass(Duration.ofMinutes(10));
    clock.advance(Duration.ofHours(-1));
    assertThat(watch.jump()).isEqualTo(Duration.ofHours(-1));
    pass(Duration.ofMinutes(10));
    assertThat(watch.jump()).isZero();
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos.addAndGet(time.toNanos());
  }
}
