package dev.mynah.audio.analysis;

import java.util.Arrays;

/**
 * Fundamental frequency over time, on the grid of {@link Frames}.
 *
 * @param f0 [frame] Hz, 0 where unvoiced
 * @param periodicity [frame] highest normalised autocorrelation within the pitch range, 0 to 1,
 *     measured in unvoiced frames too
 */
public record PitchTrack(float[] f0, float[] periodicity) {

  public PitchTrack {
    if (f0.length != periodicity.length) {
      throw new IllegalArgumentException(
          "f0 has " + f0.length + " frames, periodicity " + periodicity.length);
    }
  }

  /** Returns how many frames there are. */
  public int frames() {
    return f0.length;
  }

  /** Returns whether a frame is voiced. */
  public boolean voiced(int frame) {
    return f0[frame] > 0;
  }

  /** Returns the F0 of all voiced frames in rising order, Hz. */
  public float[] sortedVoiced() {
    float[] voiced = new float[f0.length];
    int count = 0;
    for (float value : f0) {
      if (value > 0) {
        voiced[count++] = value;
      }
    }
    float[] sorted = Arrays.copyOf(voiced, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns frames {@code from} (inclusive) to {@code to} (exclusive) as a track of their own. */
  public PitchTrack slice(int from, int to) {
    return new PitchTrack(
        Arrays.copyOfRange(f0, from, to), Arrays.copyOfRange(periodicity, from, to));
  }
}
