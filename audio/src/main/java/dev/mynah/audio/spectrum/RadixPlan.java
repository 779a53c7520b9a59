package dev.mynah.audio.spectrum;

import java.util.ArrayList;
import java.util.List;

/**
 * How a transform length is taken apart: radices 5, 4, 3 and 2, in the order the passes use them.
 */
final class RadixPlan {
  private static final int[] RADICES = {5, 4, 3, 2};

  private RadixPlan() {}

  /**
   * Factors a length.
   *
   * @throws IllegalArgumentException if the length has a prime factor above 5
   */
  static int[] factor(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a transform needs at least one point: " + size);
    }
    List<Integer> radices = new ArrayList<>();
    int rest = size;
    for (int radix : RADICES) {
      while (rest % radix == 0) {
        radices.add(radix);
        rest /= radix;
      }
    }
    if (rest != 1) {
      throw new IllegalArgumentException("the length must be a product of 2, 3 and 5: " + size);
    }
    return radices.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns cos and -sin of 2 pi i / size, interleaved. StrictMath, so that every machine has the
   * same table.
   */
  static double[] rootsOfUnity(int size) {
    double[] roots = new double[2 * size];
    for (int i = 0; i < size; i++) {
      double angle = 2 * Math.PI * i / size;
      roots[2 * i] = StrictMath.cos(angle);
      roots[2 * i + 1] = -StrictMath.sin(angle);
    }
    return roots;
  }
}
