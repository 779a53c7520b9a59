package dev.mynah.engine.lark.profile;

/**
 * Kinds of sound the base voice makes, as centres in the space of {@link NetworkEnvelope#cepstrum}.
 * A frame belongs to every class of its voicing to some degree: the posterior probability under
 * equal round Gaussians, so that a voice changes without steps.
 *
 * @param voicedCount classes 0 to voicedCount - 1 are voiced, the others unvoiced
 * @param centres [class][term]
 * @param voicedVariance variance of a term about its centre in voiced frames
 * @param unvoicedVariance the same in unvoiced frames
 */
public record FrameClasses(
    int voicedCount, float[][] centres, double voicedVariance, double unvoicedVariance) {

  public FrameClasses {
    if (voicedCount < 1 || voicedCount >= centres.length) {
      throw new IllegalArgumentException("there must be voiced and unvoiced classes");
    }
    if (!(voicedVariance > 0 && unvoicedVariance > 0)) {
      throw new IllegalArgumentException("variances must be above 0");
    }
  }

  /** Returns the number of classes. */
  public int count() {
    return centres.length;
  }

  /**
   * Works out to which classes a frame belongs.
   *
   * @param cepstrum [term] of the frame
   * @param voiced whether it has a pitch
   * @param out receives [class] weights that sum to 1, 0 for the other voicing
   */
  public void posterior(float[] cepstrum, boolean voiced, double[] out) {
    int from = voiced ? 0 : voicedCount;
    int to = voiced ? voicedCount : centres.length;
    double scale = -0.5 / (voiced ? voicedVariance : unvoicedVariance);
    double nearest = Double.MAX_VALUE;
    for (int c = 0; c < out.length; c++) {
      out[c] = 0;
      if (c >= from && c < to) {
        out[c] = squaredDistance(cepstrum, centres[c]);
        nearest = Math.min(nearest, out[c]);
      }
    }
    double sum = 0;
    for (int c = from; c < to; c++) {
      out[c] = Math.exp(scale * (out[c] - nearest));
      sum += out[c];
    }
    for (int c = from; c < to; c++) {
      out[c] /= sum;
    }
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
