package dev.mynah.audio.analysis;

import java.util.List;

/*
 * Every syllable has a vowel, and every vowel is a peak of loudness. A peak counts if it is voiced,
 * not far below the loud ones, and the level falls by at least 2 dB before the next: de Jong and
 * Wempe, "Praat script to detect syllable nuclei and measure speech rate automatically", Behavior
 * Research Methods 41 (2009).
 */
/** Measures how fast someone speaks. */
public final class SyllableRate {
  private static final double DIP_DB = 2;
  private static final double LOUD_SHARE = 0.95;
  private static final double RANGE_DB = 25;
  private static final int SMOOTHING = 2; // frames to either side: 62.5 ms in all

  private SyllableRate() {}

  /**
   * Counts the syllables in some stretches of speech.
   *
   * @param levelDb [frame]
   * @param pitch of the same audio
   * @param spans stretches of speech
   * @return syllables per second of speech; 0 for no speech
   */
  public static double perSecond(float[] levelDb, PitchTrack pitch, List<Span> spans) {
    float[] smooth = smoothed(levelDb);
    double least = Decibels.percentile(levelDb, LOUD_SHARE) - RANGE_DB;
    int syllables = 0;
    double seconds = 0;
    for (Span span : spans) {
      syllables += nuclei(smooth, pitch, span, least);
      seconds += span.seconds();
    }
    return seconds == 0 ? 0 : syllables / seconds;
  }

  private static int nuclei(float[] level, PitchTrack pitch, Span span, double least) {
    int nuclei = 0;
    double lowest = Double.NEGATIVE_INFINITY; // since the last nucleus; none before the first
    int peak = -1;
    for (int k = span.from(); k < span.to(); k++) {
      if (peak < 0) {
        lowest = Math.min(lowest, level[k]);
        if (level[k] > least && pitch.voiced(k) && level[k] > lowest + DIP_DB) {
          peak = k;
        }
      } else if (level[k] > level[peak]) {
        peak = k;
      } else if (level[k] < level[peak] - DIP_DB) {
        nuclei++;
        lowest = level[k];
        peak = -1;
      }
    }
    return nuclei;
  }

  private static float[] smoothed(float[] level) {
    float[] smooth = new float[level.length];
    for (int k = 0; k < level.length; k++) {
      int from = Math.max(0, k - SMOOTHING);
      int to = Math.min(level.length - 1, k + SMOOTHING);
      double sum = 0;
      for (int i = from; i <= to; i++) {
        sum += level[i];
      }
      smooth[k] = (float) (sum / (to - from + 1));
    }
    return smooth;
  }
}
