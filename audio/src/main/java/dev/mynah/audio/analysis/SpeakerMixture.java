package dev.mynah.audio.analysis;

import dev.mynah.audio.spectrum.CosineTransform;
import java.util.Arrays;

/*
 * Are two people speaking? The voiced frames are cut into pieces of a second and a half, the pieces
 * sorted into two groups by pitch and mean spectrum, and the two groups compared with one: by how
 * much does describing each by a Gaussian of its own raise the log likelihood of the frames,
 *
 *     gain = 1/2 (log|S| - n1/n log|S1| - n2/n log|S2|)          per frame,
 *
 * where S, S1, S2 are the covariances of log pitch and twelve cepstral terms over all frames and the
 * groups: the criterion of Chen and Gopalakrishnan, "Speaker, environment and channel change
 * detection and clustering via the Bayesian information criterion", DARPA Broadcast News Workshop
 * (1998). Their penalty for the second model's parameters is taken off, with a weight that makes up
 * for neighbouring frames being alike. One person reading gives little, because every piece holds
 * most of that person's sounds; two people give much.
 */
/** Measures how much a recording speaks for two speakers rather than one. */
public final class SpeakerMixture {
  private static final int TERMS = 12;
  private static final int DIMENSIONS = TERMS + 1;
  private static final int PIECE = 120; // voiced frames
  private static final int FEWEST_PIECES = 4;
  private static final int ROUNDS = 8;
  private static final double PITCH_SCALE = 4; // a fifth weighs like a large change of spectrum
  private static final double PENALTY_WEIGHT = 2;
  private static final double LEAST_VARIANCE = 1e-4;

  private SpeakerMixture() {}

  /**
   * Compares two speakers with one.
   *
   * @param envelopes [frame][band] log amplitude
   * @param f0 [frame] Hz, 0 where unvoiced
   * @return gain in log likelihood per frame, nats; 0 if there is too little speech to tell
   */
  public static double gain(float[][] envelopes, float[] f0) {
    double[][] points = points(envelopes, f0);
    int pieces = points.length / PIECE;
    if (pieces < FEWEST_PIECES) {
      return 0;
    }
    points = Arrays.copyOf(points, pieces * PIECE);
    boolean[] second = split(points, pieces);
    return secondModelGain(points, second);
  }

  /** Returns [voiced frame][scaled log pitch, cepstral terms]. */
  private static double[][] points(float[][] envelopes, float[] f0) {
    CosineTransform cosines = new CosineTransform(EnvelopeBands.COUNT);
    double[] bands = new double[EnvelopeBands.COUNT];
    double[] terms = new double[TERMS + 1];
    double[][] points = new double[envelopes.length][];
    int count = 0;
    for (int k = 0; k < envelopes.length; k++) {
      if (f0[k] <= 0) {
        continue;
      }
      for (int b = 0; b < bands.length; b++) {
        bands[b] = envelopes[k][b];
      }
      cosines.forward(bands, terms);
      double[] point = new double[DIMENSIONS];
      point[0] = PITCH_SCALE * Math.log(f0[k]);
      System.arraycopy(terms, 1, point, 1, TERMS);
      points[count++] = point;
    }
    return Arrays.copyOf(points, count);
  }

  /** Two-means over the pieces' means, from the two pieces that lie furthest apart. */
  private static boolean[] split(double[][] points, int pieces) {
    double[][] means = new double[pieces][];
    for (int p = 0; p < pieces; p++) {
      means[p] = mean(points, p * PIECE, (p + 1) * PIECE);
    }
    double[] first = means[0];
    double[] other = means[0];
    double furthest = -1;
    for (int p = 0; p < pieces; p++) {
      for (int q = p + 1; q < pieces; q++) {
        double distance = squaredDistance(means[p], means[q]);
        if (distance > furthest) {
          furthest = distance;
          first = means[p];
          other = means[q];
        }
      }
    }
    boolean[] second = new boolean[pieces];
    for (int round = 0; round < ROUNDS; round++) {
      for (int p = 0; p < pieces; p++) {
        second[p] = squaredDistance(means[p], other) < squaredDistance(means[p], first);
      }
      first = meanOf(means, second, false, first);
      other = meanOf(means, second, true, other);
    }
    return second;
  }

  private static double[] meanOf(double[][] means, boolean[] second, boolean which, double[] old) {
    double[] sum = new double[DIMENSIONS];
    int count = 0;
    for (int p = 0; p < means.length; p++) {
      if (second[p] == which) {
        count++;
        for (int d = 0; d < DIMENSIONS; d++) {
          sum[d] += means[p][d];
        }
      }
    }
    if (count == 0) {
      return old;
    }
    for (int d = 0; d < DIMENSIONS; d++) {
      sum[d] /= count;
    }
    return sum;
  }

  private static double secondModelGain(double[][] points, boolean[] second) {
    int n = points.length;
    double[][] group = new double[n][];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (second[i / PIECE]) {
        group[count++] = points[i];
      }
    }
    if (count == 0 || count == n) {
      return 0;
    }
    double[][] rest = new double[n - count][];
    int left = 0;
    for (int i = 0; i < n; i++) {
      if (!second[i / PIECE]) {
        rest[left++] = points[i];
      }
    }
    double whole = logDeterminant(points);
    double parts =
        (count * logDeterminant(Arrays.copyOf(group, count)) + left * logDeterminant(rest)) / n;
    double parameters = DIMENSIONS + 0.5 * DIMENSIONS * (DIMENSIONS + 1);
    double penalty = PENALTY_WEIGHT * 0.5 * parameters * Math.log(n) / n;
    return 0.5 * (whole - parts) - penalty;
  }

  /** Log determinant of the covariance, by Cholesky's decomposition. */
  private static double logDeterminant(double[][] points) {
    double[] mean = mean(points, 0, points.length);
    double[][] c = new double[DIMENSIONS][DIMENSIONS];
    for (double[] point : points) {
      for (int i = 0; i < DIMENSIONS; i++) {
        for (int j = 0; j <= i; j++) {
          c[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]) / points.length;
        }
      }
    }
    double log = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = c[i][j];
        for (int k = 0; k < j; k++) {
          sum -= c[i][k] * c[j][k];
        }
        if (i == j) {
          c[i][i] = Math.sqrt(Math.max(sum, LEAST_VARIANCE));
          log += 2 * Math.log(c[i][i]);
        } else {
          c[i][j] = sum / c[j][j];
        }
      }
    }
    return log;
  }

  private static double[] mean(double[][] points, int from, int to) {
    double[] mean = new double[DIMENSIONS];
    for (int i = from; i < to; i++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        mean[d] += points[i][d] / (to - from);
      }
    }
    return mean;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < DIMENSIONS; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }
}
