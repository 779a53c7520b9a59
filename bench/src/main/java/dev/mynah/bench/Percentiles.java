package dev.mynah.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Order statistics of measured times.
 *
 * @param p50 median
 * @param p99 99th percentile, by the nearest-rank method
 * @param max largest
 */
record Percentiles(double p50, double p99, double max) {

  static Percentiles of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Percentiles(rank(sorted, 0.50), rank(sorted, 0.99), sorted[sorted.length - 1]);
  }

  private static double rank(double[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }
}
