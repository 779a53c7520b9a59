package dev.mynah.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimedProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void aResultServesForAMoment() {
    TimedProbe<Integer> probe = new TimedProbe<>(looks::incrementAndGet, LONG, FRESH, nanos::get);

    assertThat(probe.or(-1)).isEqualTo(1);
    nanos.addAndGet(FRESH.toNanos() - 1);
    assertThat(probe.or(-1)).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(probe.or(-1)).isEqualTo(2);
  }

  @Test
  void aLookThatFailsIsAnAnswerToo() {
    TimedProbe<Integer> probe =
        new TimedProbe<>(
            () -> {
              throw new IllegalStateException("gone");
            },
            LONG,
            FRESH,
            nanos::get);

    assertThat(probe.or(-1)).isEqualTo(-1);
  }

  @Test
  void oneLookAtATimeHoweverManyAsk() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    TimedProbe<Integer> probe =
        new TimedProbe<>(
            () -> await(gate) ? looks.incrementAndGet() : -2, SHORT, FRESH, nanos::get);

    for (int i = 0; i < 3; i++) {
      assertThat(probe.or(-1)).isEqualTo(-1);
      nanos.addAndGet(FRESH.toNanos());
    }
    gate.countDown();

    TimedProbe<Integer> patient = new TimedProbe<>(() -> probe.or(-1), LONG, FRESH, nanos::get);
    assertThat(patient.or(-3)).isIn(1, 2);
    assertThat(looks.get()).isLessThanOrEqualTo(2);
  }

  private static boolean await(CountDownLatch gate) {
    try {
      return gate.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
