package dev.mynah.audio.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MelBandsTest {
  private final MelBands mel = new MelBands(64, 60, 11_500, 601, 24_000);

  @Test
  void centresRunFromTheLowestToTheHighestFrequency() {
    assertThat(mel.centreHertz(0)).isCloseTo(60, within(1e-6));
    assertThat(mel.centreHertz(63)).isCloseTo(11_500, within(1e-6));
    assertThat(mel.bandPosition(mel.centreHertz(20))).isCloseTo(20, within(1e-9));
  }

  @Test
  void flatSpectrumGivesFlatBandsAndBack() {
    float[] spectrum = new float[601];
    Arrays.fill(spectrum, -3.5f);
    double[] bands = new double[64];
    mel.fromBins(spectrum, 0, bands);
    assertThat(bands).usingComparatorWithPrecision(1e-9).containsOnly(-3.5);
    float[] back = new float[700];
    mel.toBins(bands, back, 99);
    assertThat(Arrays.copyOfRange(back, 99, 700)).containsOnly(-3.5f);
  }

  @Test
  void smoothEnvelopeSurvivesTheRoundTrip() {
    float[] spectrum = new float[601];
    for (int k = 0; k < 601; k++) {
      spectrum[k] = (float) Math.cos(mel.bandPosition(k * 20.0) / 6);
    }
    double[] bands = new double[64];
    float[] back = new float[601];
    mel.fromBins(spectrum, 0, bands);
    mel.toBins(bands, back, 0);
    for (int k = 6; k < 570; k++) {
      assertThat(back[k]).as("bin %d", k).isCloseTo(spectrum[k], within(0.03f));
    }
  }
}
