package dev.mynah.audio.spectrum;

/**
 * Fourier transform of complex double-precision sequences whose length is a product of 2, 3 and 5.
 *
 * <p>Stockham's self-sorting form, decimation in frequency: with n = r m, one pass reads x[q + s(p
 * + m j)], takes an r-point transform over j, multiplies output k by exp(-2 pi i p k / n) and
 * writes y[q + s(r p + k)]; the next pass has length m and stride s r. No bit reversal, and the
 * innermost loop over q runs along memory. Cochran et al., "What is the fast Fourier transform?"
 * (1967); Stockham's order after Van Loan, "Computational Frameworks for the FFT" (1992), 1.7.
 *
 * <p>Holds scratch memory: one instance per thread.
 */
final class ComplexFft {
  private static final double SIN_60 = StrictMath.sin(Math.PI / 3);
  private static final double COS_72 = StrictMath.cos(2 * Math.PI / 5);
  private static final double COS_144 = StrictMath.cos(4 * Math.PI / 5);
  private static final double SIN_72 = StrictMath.sin(2 * Math.PI / 5);
  private static final double SIN_144 = StrictMath.sin(4 * Math.PI / 5);

  private final int size;
  private final int[] radices;
  private final double[] roots;
  private final double[] scratchRe;
  private final double[] scratchIm;

  ComplexFft(int size) {
    this.size = size;
    radices = RadixPlan.factor(size);
    roots = RadixPlan.rootsOfUnity(size);
    scratchRe = new double[size];
    scratchIm = new double[size];
  }

  /**
   * Transforms in place, kernel exp(-2 pi i k n / size), unscaled. The inverse, times size, is the
   * same call with the two arrays exchanged.
   *
   * @param re real parts, at least size long
   * @param im imaginary parts, at least size long
   */
  void transform(double[] re, double[] im) {
    double[] fromRe = re;
    double[] fromIm = im;
    double[] toRe = scratchRe;
    double[] toIm = scratchIm;
    int length = size;
    int stride = 1;
    for (int radix : radices) {
      pass(radix, length, stride, fromRe, fromIm, toRe, toIm);
      length /= radix;
      stride *= radix;
      double[] swapRe = fromRe;
      double[] swapIm = fromIm;
      fromRe = toRe;
      fromIm = toIm;
      toRe = swapRe;
      toIm = swapIm;
    }
    if (radices.length % 2 != 0) { // the last pass wrote to the scratch arrays
      System.arraycopy(fromRe, 0, re, 0, size);
      System.arraycopy(fromIm, 0, im, 0, size);
    }
  }

  private void pass(
      int radix, int length, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    switch (radix) {
      case 2 -> pass2(length, s, xr, xi, yr, yi);
      case 3 -> pass3(length, s, xr, xi, yr, yi);
      case 4 -> pass4(length, s, xr, xi, yr, yi);
      default -> pass5(length, s, xr, xi, yr, yi);
    }
  }

  private void pass2(int length, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = length / 2;
    int step = s * m;
    for (int p = 0; p < m; p++) {
      double wr = roots[2 * p * s];
      double wi = roots[2 * p * s + 1];
      int in = s * p;
      int out = s * 2 * p;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double br = xr[in + q + step];
        double bi = xi[in + q + step];
        double dr = ar - br;
        double di = ai - bi;
        yr[out + q] = ar + br;
        yi[out + q] = ai + bi;
        yr[out + q + s] = dr * wr - di * wi;
        yi[out + q + s] = dr * wi + di * wr;
      }
    }
  }

  private void pass3(int length, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = length / 3;
    int step = s * m;
    for (int p = 0; p < m; p++) {
      double w1r = roots[2 * p * s];
      double w1i = roots[2 * p * s + 1];
      double w2r = roots[4 * p * s];
      double w2i = roots[4 * p * s + 1];
      int in = s * p;
      int out = s * 3 * p;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double br = xr[in + q + step];
        double bi = xi[in + q + step];
        double cr = xr[in + q + 2 * step];
        double ci = xi[in + q + 2 * step];
        double sr = br + cr;
        double si = bi + ci;
        double hr = ar - 0.5 * sr;
        double hi = ai - 0.5 * si;
        double dr = SIN_60 * (bi - ci);
        double di = SIN_60 * (cr - br);
        double t1r = hr + dr;
        double t1i = hi + di;
        double t2r = hr - dr;
        double t2i = hi - di;
        yr[out + q] = ar + sr;
        yi[out + q] = ai + si;
        yr[out + q + s] = t1r * w1r - t1i * w1i;
        yi[out + q + s] = t1r * w1i + t1i * w1r;
        yr[out + q + 2 * s] = t2r * w2r - t2i * w2i;
        yi[out + q + 2 * s] = t2r * w2i + t2i * w2r;
      }
    }
  }

  private void pass4(int length, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = length / 4;
    int step = s * m;
    for (int p = 0; p < m; p++) {
      double w1r = roots[2 * p * s];
      double w1i = roots[2 * p * s + 1];
      double w2r = roots[4 * p * s];
      double w2i = roots[4 * p * s + 1];
      double w3r = roots[6 * p * s];
      double w3i = roots[6 * p * s + 1];
      int in = s * p;
      int out = s * 4 * p;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double br = xr[in + q + step];
        double bi = xi[in + q + step];
        double cr = xr[in + q + 2 * step];
        double ci = xi[in + q + 2 * step];
        double dr = xr[in + q + 3 * step];
        double di = xi[in + q + 3 * step];
        double evenSumR = ar + cr;
        double evenSumI = ai + ci;
        double evenDiffR = ar - cr;
        double evenDiffI = ai - ci;
        double oddSumR = br + dr;
        double oddSumI = bi + di;
        double oddDiffR = bi - di;
        double oddDiffI = dr - br;
        double t1r = evenDiffR + oddDiffR;
        double t1i = evenDiffI + oddDiffI;
        double t2r = evenSumR - oddSumR;
        double t2i = evenSumI - oddSumI;
        double t3r = evenDiffR - oddDiffR;
        double t3i = evenDiffI - oddDiffI;
        yr[out + q] = evenSumR + oddSumR;
        yi[out + q] = evenSumI + oddSumI;
        yr[out + q + s] = t1r * w1r - t1i * w1i;
        yi[out + q + s] = t1r * w1i + t1i * w1r;
        yr[out + q + 2 * s] = t2r * w2r - t2i * w2i;
        yi[out + q + 2 * s] = t2r * w2i + t2i * w2r;
        yr[out + q + 3 * s] = t3r * w3r - t3i * w3i;
        yi[out + q + 3 * s] = t3r * w3i + t3i * w3r;
      }
    }
  }

  private void pass5(int length, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = length / 5;
    int step = s * m;
    for (int p = 0; p < m; p++) {
      int root = 2 * p * s;
      int in = s * p;
      int out = s * 5 * p;
      for (int q = 0; q < s; q++) {
        double ar = xr[in + q];
        double ai = xi[in + q];
        double outerSumR = xr[in + q + step] + xr[in + q + 4 * step];
        double outerSumI = xi[in + q + step] + xi[in + q + 4 * step];
        double outerDiffR = xr[in + q + step] - xr[in + q + 4 * step];
        double outerDiffI = xi[in + q + step] - xi[in + q + 4 * step];
        double innerSumR = xr[in + q + 2 * step] + xr[in + q + 3 * step];
        double innerSumI = xi[in + q + 2 * step] + xi[in + q + 3 * step];
        double innerDiffR = xr[in + q + 2 * step] - xr[in + q + 3 * step];
        double innerDiffI = xi[in + q + 2 * step] - xi[in + q + 3 * step];
        double e1r = ar + COS_72 * outerSumR + COS_144 * innerSumR;
        double e1i = ai + COS_72 * outerSumI + COS_144 * innerSumI;
        double e2r = ar + COS_144 * outerSumR + COS_72 * innerSumR;
        double e2i = ai + COS_144 * outerSumI + COS_72 * innerSumI;
        double o1r = SIN_72 * outerDiffI + SIN_144 * innerDiffI;
        double o1i = -SIN_72 * outerDiffR - SIN_144 * innerDiffR;
        double o2r = SIN_144 * outerDiffI - SIN_72 * innerDiffI;
        double o2i = -SIN_144 * outerDiffR + SIN_72 * innerDiffR;
        yr[out + q] = ar + outerSumR + innerSumR;
        yi[out + q] = ai + outerSumI + innerSumI;
        store(e1r + o1r, e1i + o1i, root, yr, yi, out + q + s);
        store(e2r + o2r, e2i + o2i, 2 * root, yr, yi, out + q + 2 * s);
        store(e2r - o2r, e2i - o2i, 3 * root, yr, yi, out + q + 3 * s);
        store(e1r - o1r, e1i - o1i, 4 * root, yr, yi, out + q + 4 * s);
      }
    }
  }

  private void store(double tr, double ti, int root, double[] yr, double[] yi, int at) {
    double wr = roots[root];
    double wi = roots[root + 1];
    yr[at] = tr * wr - ti * wi;
    yi[at] = tr * wi + ti * wr;
  }
}
