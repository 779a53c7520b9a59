package dev.mynah.audio.analysis;

import dev.mynah.audio.spectrum.MelBands;

/** The 64 mel bands in which every envelope is described, [band] from low to high. */
public final class EnvelopeBands {
  public static final int COUNT = 64;

  /** Centre of the first band, Hz. */
  public static final double LOWEST_HZ = 60;

  /** Centre of the last band, Hz. */
  public static final double HIGHEST_HZ = 11_500;

  private EnvelopeBands() {}

  /**
   * Returns the bands over a spectrum.
   *
   * @param bins spectrum bins from 0 Hz to 12 kHz
   */
  public static MelBands over(int bins) {
    return new MelBands(COUNT, LOWEST_HZ, HIGHEST_HZ, bins, Frames.SAMPLE_RATE);
  }

  /** Reads a band curve at a real-numbered band, held level beyond its ends. */
  public static double read(float[] bands, double position) {
    double held = Math.clamp(position, 0, COUNT - 1);
    int below = Math.min(COUNT - 2, (int) held);
    return bands[below] + (held - below) * (bands[below + 1] - bands[below]);
  }
}
