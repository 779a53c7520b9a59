package dev.mynah.server.app.command;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as people write them in commands. */
final class TimeSpans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd])");

  private TimeSpans() {}

  /**
   * Reads a number with s, m, h or d behind it, or a plain 0.
   *
   * @return the time, or empty if this is no time
   */
  static Optional<Duration> read(String written) {
    if (written.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher matcher = SPAN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(Math.min(number, 36_500)); // a hundred years
        });
  }
}
