package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z,2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00.123456Z,2026-01-31T12:00:00.123456Z",
    "2026-01-31T12:00:00+02:00,2026-01-31T10:00:00Z",
    "2026-01-31T12:00:00 02:00,2026-01-31T10:00:00Z",
    "2026-01-31T12:00:00-02:00,2026-01-31T14:00:00Z",
    "2026-01-31T12:00:00,2026-01-31T12:00:00Z",
    "2026-01-31T12:00,2026-01-31T12:00:00Z",
    "2026-01-31,2026-01-31T00:00:00Z",
    " 2026-01-31 ,2026-01-31T00:00:00Z",
  })
  void readsWhatClientsWrite(String written, String meant) {
    assertThat(Times.read(written)).contains(Instant.parse(meant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "1769860800",
        "2026-02-30",
        "2026-01-31T25:00:00Z",
        "31.01.2026",
        "+999999999-01-01T00:00:00Z",
        "1969-12-31",
        "9999-12-31T00:00:00Z"
      })
  void refusesWhatIsNoTime(String written) {
    assertThat(Times.read(written)).isEmpty();
  }
}
