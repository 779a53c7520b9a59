package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireIdsTest {
  private static final String OURS = "f0e1d2c3b4a5968778695a4b3c2d1e0f";
  private static final String SHOWN = "f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f";

  @Test
  void writesTheSameBitsWithHyphens() {
    assertThat(WireIds.shown(OURS)).isEqualTo(SHOWN);
    assertThat(WireIds.shown("0".repeat(32))).isEqualTo("00000000-0000-0000-0000-000000000000");
    assertThat(WireIds.shown("somebody")).isEqualTo("somebody");
  }

  @ParameterizedTest
  @ValueSource(strings = {SHOWN, OURS, " " + SHOWN + " ", "F0E1D2C3-B4A5-9687-7869-5A4B3C2D1E0F"})
  void readsEitherWriting(String given) {
    assertThat(WireIds.ours(given)).isEqualTo(OURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"me", "", "f0e1d2c3-b4a5-9687-7869", "x" + SHOWN})
  void leavesOtherWordsAsTheyAre(String given) {
    assertThat(WireIds.ours(given)).isEqualTo(given);
  }
}
