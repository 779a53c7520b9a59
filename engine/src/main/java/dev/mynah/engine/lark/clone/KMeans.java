package dev.mynah.engine.lark.clone;

import java.util.Random;

/*
 * Lloyd's algorithm (IEEE Trans. Information Theory 28, 1982) from seeds spread out by Arthur and
 * Vassilvitskii's k-means++ (SODA 2007). Random is specified to the bit, so the same points and the
 * same seed give the same centres on every machine.
 */
/** Groups points about k centres. */
final class KMeans {
  private static final int MOST_ROUNDS = 60;

  private KMeans() {}

  /**
   * Result of grouping.
   *
   * @param centres [group][dimension]
   * @param group [point] nearest centre
   * @param variance mean square distance of a coordinate from its centre
   */
  record Groups(float[][] centres, int[] group, double variance) {}

  /**
   * Groups points.
   *
   * @param points [point][dimension], at least {@code k}
   * @param k number of groups
   * @param seed of the choice of the first centres
   */
  static Groups group(float[][] points, int k, long seed) {
    if (points.length < k) {
      throw new IllegalArgumentException(points.length + " points can't make " + k + " groups");
    }
    float[][] centres = spreadOut(points, k, new Random(seed));
    int[] group = new int[points.length];
    double sum = assign(points, centres, group);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      moveToMeans(points, group, centres);
      double next = assign(points, centres, group);
      if (next >= sum) {
        break;
      }
      sum = next;
    }
    return new Groups(centres, group, sum / points.length / points[0].length);
  }

  private static float[][] spreadOut(float[][] points, int k, Random random) {
    float[][] centres = new float[k][];
    double[] nearest = new double[points.length];
    centres[0] = points[random.nextInt(points.length)].clone();
    for (int c = 1; c < k; c++) {
      double total = 0;
      for (int i = 0; i < points.length; i++) {
        double distance = squaredDistance(points[i], centres[c - 1]);
        nearest[i] = c == 1 ? distance : Math.min(nearest[i], distance);
        total += nearest[i];
      }
      double left = random.nextDouble() * total;
      int chosen = 0;
      while (chosen < points.length - 1 && left >= nearest[chosen]) {
        left -= nearest[chosen];
        chosen++;
      }
      centres[c] = points[chosen].clone();
    }
    return centres;
  }

  private static double assign(float[][] points, float[][] centres, int[] group) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      double least = Double.MAX_VALUE;
      for (int c = 0; c < centres.length; c++) {
        double distance = squaredDistance(points[i], centres[c]);
        if (distance < least) {
          least = distance;
          group[i] = c;
        }
      }
      sum += least;
    }
    return sum;
  }

  private static void moveToMeans(float[][] points, int[] group, float[][] centres) {
    double[][] sums = new double[centres.length][points[0].length];
    int[] counts = new int[centres.length];
    for (int i = 0; i < points.length; i++) {
      counts[group[i]]++;
      for (int d = 0; d < points[i].length; d++) {
        sums[group[i]][d] += points[i][d];
      }
    }
    for (int c = 0; c < centres.length; c++) {
      for (int d = 0; counts[c] > 0 && d < sums[c].length; d++) {
        centres[c][d] = (float) (sums[c][d] / counts[c]);
      }
    }
  }

  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
