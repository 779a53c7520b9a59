package dev.mynah.audio.spectrum;

import java.util.Arrays;

/**
 * Orthonormal cosine transform (DCT-II) and its inverse (DCT-III), by a table: meant for a few
 * dozen points, where the matrix product is as fast as anything cleverer.
 *
 * <p>c[k] = a(k) sum x[n] cos(pi (n + 1/2) k / N), a(0) = sqrt(1/N), a(k) = sqrt(2/N). Ahmed,
 * Natarajan, Rao, "Discrete cosine transform" (1974).
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class CosineTransform {
  private final int size;
  private final double[] basis; // [term][point]

  /** Prepares the table for sequences of {@code size} points. */
  public CosineTransform(int size) {
    this.size = size;
    basis = new double[size * size];
    for (int k = 0; k < size; k++) {
      double scale = StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / size);
      for (int n = 0; n < size; n++) {
        basis[k * size + n] = scale * StrictMath.cos(Math.PI * (n + 0.5) * k / size);
      }
    }
  }

  /** Returns the number of points. */
  public int size() {
    return size;
  }

  /**
   * Writes the first terms of the transform.
   *
   * @param points size values
   * @param terms receives as many terms as it is long, at most size; another array than points
   */
  public void forward(double[] points, double[] terms) {
    for (int k = 0; k < terms.length; k++) {
      double sum = 0;
      for (int n = 0; n < size; n++) {
        sum += basis[k * size + n] * points[n];
      }
      terms[k] = sum;
    }
  }

  /**
   * Writes the sequence that has the given first terms and no others.
   *
   * @param terms at most size terms
   * @param points receives size values; another array than terms
   */
  public void inverse(double[] terms, double[] points) {
    Arrays.fill(points, 0, size, 0);
    for (int k = 0; k < terms.length; k++) {
      double term = terms[k];
      for (int n = 0; n < size; n++) {
        points[n] += term * basis[k * size + n];
      }
    }
  }

  /** Smooths a sequence in place by keeping only its first {@code terms} cosine terms. */
  public void lifter(double[] points, int terms) {
    double[] kept = new double[Math.min(terms, size)];
    forward(points, kept);
    inverse(kept, points);
  }
}
