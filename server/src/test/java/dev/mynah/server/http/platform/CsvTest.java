package dev.mynah.server.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

  @Test
  void rowsEndAsTheRfcSays() {
    assertThat(Csv.row(List.of("a", "", "b c"))).isEqualTo("a,,b c\r\n");
  }

  @Test
  void whatWouldBreakARowIsQuoted() {
    assertThat(Csv.row(List.of("a,b", "say \"hi\"", "two\r\nlines", " space")))
        .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\" space\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "\uFF1D1"})
  void nothingIsTakenForAFormula(String value) {
    assertThat(Csv.row(List.of(value)).replace("\"", "")).startsWith("'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-1.5", "12", "2026-01-31T12:00:00Z", "/fish/tts", "a=b", ""})
  void plainValuesStayAsTheyAre(String value) {
    assertThat(Csv.row(List.of(value))).isEqualTo(value + "\r\n");
  }
}
