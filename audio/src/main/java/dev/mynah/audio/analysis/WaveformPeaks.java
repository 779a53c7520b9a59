package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;

/**
 * A recording as a drawing of it needs it: how far it swings within equal stretches.
 *
 * @param low [column] lowest sample, at most 0 and usually at least -1
 * @param high [column] highest sample, at least 0 and usually at most 1
 */
public record WaveformPeaks(float[] low, float[] high) {

  public WaveformPeaks {
    if (low.length != high.length) {
      throw new IllegalArgumentException("low has " + low.length + ", high " + high.length);
    }
  }

  /**
   * Measures a recording.
   *
   * @param columns how many stretches to cut it into, at least 1; fewer come of a recording with
   *     fewer samples
   */
  public static WaveformPeaks of(Pcm pcm, int columns) {
    float[] samples = pcm.samples();
    int count = Math.min(columns, samples.length);
    float[] low = new float[count];
    float[] high = new float[count];
    for (int c = 0; c < count; c++) {
      int from = (int) ((long) samples.length * c / count);
      int to = (int) ((long) samples.length * (c + 1) / count);
      for (int i = from; i < to; i++) {
        low[c] = Math.min(low[c], samples[i]);
        high[c] = Math.max(high[c], samples[i]);
      }
    }
    return new WaveformPeaks(low, high);
  }
}
