package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

  @Test
  void waitsGrowWithinBoundsAndAreNotInStep() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    Random random = new Random(3);
    for (int failures = 1; failures <= 30; failures++) {
      long expected = Math.min(3_600_000, 5_000L << Math.min(failures - 1, 12));
      assertThat(policy.delayAfter(failures, random).toMillis())
          .isBetween((long) (expected * 0.8), (long) (expected * 1.2) + 1);
    }
    assertThat(policy.delayAfter(1, random)).isNotEqualTo(policy.delayAfter(1, random));
  }

  @Test
  void theUsualPolicyTriesAboutThirtyTimesInADay() {
    Random random = new Random(4);
    Duration time = Duration.ZERO;
    int tries = 1;
    for (; time.compareTo(RetryPolicy.DEFAULT.lifetime()) < 0; tries++) {
      time = time.plus(RetryPolicy.DEFAULT.delayAfter(tries, random));
    }
    assertThat(tries).isBetween(28, 40);
  }

  @Test
  void aReceiverMayAskForMoreTimeButNotForLess() {
    Random random = new Random(5);
    RetryPolicy policy = RetryPolicy.DEFAULT;
    assertThat(policy.delayAfter(1, Duration.ofMinutes(7), random))
        .isEqualTo(Duration.ofMinutes(7));
    assertThat(policy.delayAfter(1, Duration.ofDays(7), random)).isEqualTo(policy.maxAsked());
    assertThat(policy.delayAfter(5, Duration.ofSeconds(1), random))
        .isGreaterThan(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      textBlock =
          """
          none, 0
          '', 0
          soon, 0
          -5, 0
          0, 0
          ' 120 ', 120
          999999999999999999, 31536000
          9999999999999999999999, 0
          'Mon, 04 May 2026 03:03:01 GMT', 60
          'Mon, 04 May 2026 03:00:00 GMT', 0
          'Mon, 99 May 2026 03:00:00 GMT', 0
          """)
  void readsRetryAfterAsSecondsOrDate(String header, long seconds) {
    assertThat(RetryAfter.read(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void anAnswerIsKeptAsTextThatDoesNothing() {
    assertThat(AnswerText.of(new byte[0])).isNull();
    assertThat(AnswerText.of("\r\n\t ".getBytes(UTF_8))).isNull();
    assertThat(AnswerText.of("a\u001b[2Jb\u202Ec\u0000d".getBytes(UTF_8))).isEqualTo("a [2Jb cd");
    assertThat(AnswerText.of(new byte[] {'x', (byte) 0xC3})).isEqualTo("x\uFFFD");
    byte[] broken = new byte[1024];
    Arrays.fill(broken, (byte) 0xFF);
    assertThat(String.valueOf(AnswerText.of(broken)).getBytes(UTF_8).length)
        .isLessThanOrEqualTo(AnswerText.MAX_BYTES);
  }
}
