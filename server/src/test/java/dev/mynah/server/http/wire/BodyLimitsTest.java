package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BodyLimitsTest {
  private static final BodyLimits LIMITS =
      new BodyLimits(1 << 20, Duration.ofSeconds(15), 1000, Duration.ofMinutes(5));

  @Test
  void anyBodyHasTheGrace() {
    assertThat(LIMITS.tooSlow(Duration.ofSeconds(15), 0)).isFalse();
    assertThat(LIMITS.tooSlow(Duration.ofMillis(15_001), 0)).isTrue();
  }

  @Test
  void everyByteEarnsItsTime() {
    assertThat(LIMITS.tooSlow(Duration.ofSeconds(25), 10_000)).isFalse();
    assertThat(LIMITS.tooSlow(Duration.ofSeconds(25), 9_999)).isTrue();
  }

  @Test
  void noBodyOutlivesTheDeadline() {
    assertThat(LIMITS.tooSlow(Duration.ofMinutes(5), 1 << 20)).isFalse();
    assertThat(LIMITS.tooSlow(Duration.ofMillis(300_001), 1 << 20)).isTrue();
  }
}
