package dev.mynah.server.http.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** Times as clients write them: ISO 8601, UTC where no offset is named, midnight where no time. */
public final class Times {
  /** Before any key was made, and long after: years that both databases and clients can carry. */
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private Times() {}

  /** Returns a time, or empty if the text isn't one. */
  public static Optional<Instant> read(String text) {
    // A plus sign that wasn't escaped in a query arrives as a space.
    String iso = text.strip().replaceFirst("(T\\d\\d:\\d\\d\\S*) (\\d\\d)", "$1+$2");
    try {
      TemporalAccessor time =
          (iso.contains("T") ? DateTimeFormatter.ISO_DATE_TIME : DateTimeFormatter.ISO_LOCAL_DATE)
              .parseBest(iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      Instant instant =
          switch (time) {
            case OffsetDateTime offset -> offset.toInstant();
            case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
            default -> LocalDate.from(time).atStartOfDay(ZoneOffset.UTC).toInstant();
          };
      return Optional.of(instant).filter(at -> !at.isBefore(FIRST) && at.isBefore(LAST));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
