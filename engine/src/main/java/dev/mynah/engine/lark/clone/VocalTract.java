package dev.mynah.engine.lark.clone;

/*
 * People with longer vocal tracts have lower formants and, on the whole, lower voices. How much the
 * base voice's formants must move is guessed from pitch alone: matching spectra without knowing the
 * words can't tell it, because its distance falls steadily as the warp grows. The line was drawn
 * through the warps that alignment with a transcript found for five speakers, and ends where men's
 * formants lie against women's on average (Peterson and Barney, JASA 24, 1952: about 0.87); beyond
 * that the spectral offsets do better.
 */
/** Guesses the length of a vocal tract. */
final class VocalTract {
  private static final double AT_REFERENCE = 0.93;
  private static final double PER_LOG_PITCH = 0.33;
  private static final double REFERENCE_HZ = 187;
  private static final double LOWEST = 0.87;
  private static final double HIGHEST = 1.08;

  private VocalTract() {}

  /** Returns the factor on the base voice's formants for a speaker's median log pitch. */
  static double warp(double logF0) {
    double line = AT_REFERENCE + PER_LOG_PITCH * (logF0 - Math.log(REFERENCE_HZ));
    return Math.clamp(line, LOWEST, HIGHEST);
  }
}
