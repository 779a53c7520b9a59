package dev.mynah.audio.loudness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.testing.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessMeterTest {
  /** What the published stereo cases read more than one of their channels alone. */
  private static final double BOTH_CHANNELS = 10 * Math.log10(2); // LU

  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 192_000})
  void readsTheReferenceToneOfBs1770AtAnyRate(int sampleRate) {
    Pcm fullScale = Signals.sine(997, 1, sampleRate, 5);
    assertThat(LoudnessMeter.integrated(fullScale).orElseThrow()).isCloseTo(-3.01, within(0.01));
    Pcm quieter = Signals.sine(997, 0.1, sampleRate, 5);
    assertThat(LoudnessMeter.integrated(quieter).orElseThrow()).isCloseTo(-23.01, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({
    // EBU Tech 3341, cases 1 to 5: level in dBFS and seconds, repeated; wanted LUFS.
    "'-23 20', -23",
    "'-33 20', -33",
    "'-36 10 -23 60 -36 10', -23",
    "'-72 10 -36 10 -23 60 -36 10 -72 10', -23",
    "'-26 20 -20 20.1 -26 20', -23"
  })
  void readsThePublishedCasesOfEbuR128(String plan, double wanted) {
    String[] parts = plan.split(" ", -1);
    LoudnessMeter meter = new LoudnessMeter(48_000);
    for (int i = 0; i < parts.length; i += 2) {
      double amplitude = Math.pow(10, Double.parseDouble(parts[i]) / 20);
      meter.add(Signals.sine(1_000, amplitude, 48_000, Double.parseDouble(parts[i + 1])).samples());
    }
    assertThat(meter.integrated().orElseThrow() + BOTH_CHANNELS).isCloseTo(wanted, within(0.1));
  }

  @Test
  void weighsLowSoundsLessAndHighSoundsMore() {
    double middle = LoudnessMeter.integrated(Signals.sine(997, 0.1, 48_000, 3)).orElseThrow();
    double low = LoudnessMeter.integrated(Signals.sine(25, 0.1, 48_000, 3)).orElseThrow();
    double high = LoudnessMeter.integrated(Signals.sine(10_000, 0.1, 48_000, 3)).orElseThrow();
    assertThat(low - middle).isCloseTo(-11.1, within(0.3));
    assertThat(high - middle).isCloseTo(3.3, within(0.2));
  }

  @Test
  void hasNoReadingOfSilenceOrOfTooLittle() {
    assertThat(LoudnessMeter.integrated(new Pcm(new float[48_000], 48_000))).isEmpty();
    assertThat(LoudnessMeter.integrated(Signals.sine(997, 0.5, 48_000, 0.39))).isEmpty();
    assertThat(LoudnessMeter.integrated(Signals.sine(997, 0.5, 48_000, 0.41))).isPresent();
  }

  @Test
  void readsTheSameWhateverTheBlocks() {
    Pcm speech = Signals.speechLike(22_050, 6, 9);
    LoudnessMeter meter = new LoudnessMeter(22_050);
    for (int at = 0; at < speech.samples().length; at += 777) {
      int end = Math.min(at + 777, speech.samples().length);
      meter.add(Arrays.copyOfRange(speech.samples(), at, end));
    }
    assertThat(meter.integrated()).isEqualTo(LoudnessMeter.integrated(speech));
  }
}
