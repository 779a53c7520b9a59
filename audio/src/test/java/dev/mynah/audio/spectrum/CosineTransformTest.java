package dev.mynah.audio.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CosineTransformTest {
  private final CosineTransform transform = new CosineTransform(64);

  @Test
  void allTermsGiveThePointsBack() {
    double[] points = new Random(3).doubles(64, -2, 2).toArray();
    double[] terms = new double[64];
    double[] back = new double[64];
    transform.forward(points, terms);
    transform.inverse(terms, back);
    assertThat(back).usingComparatorWithPrecision(1e-12).containsExactly(points);
  }

  @Test
  void keepsEnergy() {
    double[] points = new Random(4).doubles(64, -2, 2).toArray();
    double[] terms = new double[64];
    transform.forward(points, terms);
    assertThat(energy(terms)).isCloseTo(energy(points), within(1e-10));
  }

  @Test
  void lifterKeepsSlowWavesAndDropsFastOnes() {
    double[] slow = wave(5);
    double[] both = slow.clone();
    double[] fast = wave(40);
    for (int n = 0; n < 64; n++) {
      both[n] += fast[n];
    }
    transform.lifter(both, 26);
    assertThat(both).usingComparatorWithPrecision(1e-12).containsExactly(slow);
  }

  private static double[] wave(int term) {
    double[] points = new double[64];
    for (int n = 0; n < 64; n++) {
      points[n] = Math.cos(Math.PI * (n + 0.5) * term / 64);
    }
    return points;
  }

  private static double energy(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }
}
