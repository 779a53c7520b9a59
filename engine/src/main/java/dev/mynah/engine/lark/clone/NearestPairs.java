package dev.mynah.engine.lark.clone;

import java.util.Arrays;

/**
 * For every point of two sets the nearest point of the other; of equally near ones the first.
 *
 * @param secondOfFirst [point of the first set] index in the second
 * @param firstOfSecond [point of the second set] index in the first
 */
record NearestPairs(int[] secondOfFirst, int[] firstOfSecond) {

  /** Compares every point of one set with every point of the other, [point][dimension]. */
  static NearestPairs match(float[][] first, float[][] second) {
    int[] secondOfFirst = new int[first.length];
    int[] firstOfSecond = new int[second.length];
    float[] nearestOfSecond = new float[second.length];
    Arrays.fill(nearestOfSecond, Float.MAX_VALUE);
    float[] distance = new float[second.length];
    float[][] byDimension = transposed(second);
    for (int i = 0; i < first.length; i++) {
      distances(first[i], byDimension, distance);
      float nearest = Float.MAX_VALUE;
      for (int j = 0; j < distance.length; j++) {
        if (distance[j] < nearest) {
          nearest = distance[j];
          secondOfFirst[i] = j;
        }
        if (distance[j] < nearestOfSecond[j]) {
          nearestOfSecond[j] = distance[j];
          firstOfSecond[j] = i;
        }
      }
    }
    return new NearestPairs(secondOfFirst, firstOfSecond);
  }

  /** One dimension after the other over all points: a loop the compiler turns into vector code. */
  private static void distances(float[] point, float[][] byDimension, float[] out) {
    Arrays.fill(out, 0);
    for (int d = 0; d < point.length; d++) {
      float[] coordinates = byDimension[d];
      float here = point[d];
      for (int j = 0; j < out.length; j++) {
        float difference = here - coordinates[j];
        out[j] += difference * difference;
      }
    }
  }

  private static float[][] transposed(float[][] points) {
    float[][] byDimension = new float[points[0].length][points.length];
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < points[i].length; d++) {
        byDimension[d][i] = points[i][d];
      }
    }
    return byDimension;
  }
}
