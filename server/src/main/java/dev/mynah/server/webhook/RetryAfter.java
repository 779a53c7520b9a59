package dev.mynah.server.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(365); // whatever the figure says

  private RetryAfter() {}

  /** Returns the wait it asks for: zero if there is none, or none that can be understood. */
  static Duration read(@Nullable String header, Instant now) {
    String text = header == null ? "" : header.strip();
    if (text.matches("\\d{1,18}")) {
      long seconds = Math.min(Long.parseLong(text), LONGEST.toSeconds());
      return Duration.ofSeconds(seconds);
    }
    try {
      Instant time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, time);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
