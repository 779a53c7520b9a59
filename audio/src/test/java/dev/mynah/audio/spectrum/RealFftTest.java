package dev.mynah.audio.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealFftTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 10, 12, 30, 64, 90, 120, 256, 1200})
  void agreesWithTheDefinition(int size) {
    double[] samples = noise(size);
    double[] re = new double[size / 2 + 1];
    double[] im = new double[size / 2 + 1];
    new RealFft(size).forward(samples, re, im);
    for (int k = 0; k <= size / 2; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * ((long) k * n % size) / size;
        sumRe += samples[n] * Math.cos(angle);
        sumIm += samples[n] * Math.sin(angle);
      }
      assertThat(re[k]).as("real part of bin %d", k).isCloseTo(sumRe, within(1e-10 * size));
      assertThat(im[k]).as("imaginary part of bin %d", k).isCloseTo(sumIm, within(1e-10 * size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 20, 512, 1200, 2048, 65536, 90000})
  void inverseGivesTheSamplesBack(int size) {
    double[] samples = noise(size);
    RealFft fft = new RealFft(size);
    double[] re = new double[fft.bins()];
    double[] im = new double[fft.bins()];
    double[] back = new double[size];
    fft.forward(samples, re, im);
    fft.inverse(re, im, back);
    double worst = 0;
    for (int i = 0; i < size; i++) {
      worst = Math.max(worst, Math.abs(back[i] - samples[i]));
    }
    assertThat(worst).isLessThan(1e-11);
  }

  @Test
  void refusesLengthsItCannotTakeApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RealFft(14))
        .withMessageContaining("2, 3 and 5");
    assertThatIllegalArgumentException().isThrownBy(() -> new RealFft(15));
  }

  private static double[] noise(int size) {
    Random random = new Random(size);
    return random.doubles(size, -1, 1).toArray();
  }
}
