package dev.mynah.engine.asr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * Where somebody speaks in half a minute of sound, by its level alone: a frame counts when it is
 * louder than the noise of this half minute by a margin and not too far below its loudest speech.
 * Hum and rumble are taken out before. Short gaps belong to the words around them; single clicks
 * count for nothing. What is steady from end to end, with nothing to tell noise from speech by, is
 * taken for speech: the network finds out.
 */
/** Finds speech and pauses in a part of a recording. */
final class SpeechLevels {
  static final int FRAME = 160; // samples, 10 ms at 16 kHz

  private static final float RUMBLE_POLE = 0.97f; // a high-pass at 80 Hz
  private static final double EMPTY = 1e-10; // -100 dB
  private static final int SMOOTHING = 2; // frames to either side
  private static final double QUIET_SHARE = 0.05;
  private static final double LOUD_SHARE = 0.95;
  private static final float MARGIN_DB = 6;
  private static final float RANGE_DB = 45;
  private static final float LEAST_RANGE_DB = 28;
  private static final float STEADY_DB = 8;
  private static final float SILENT_DB = -65;
  private static final int CLOSED_GAP = 15; // frames: 0.15 s
  private static final int SHORTEST_SPEECH = 6; // frames: 0.06 s

  /** Frames {@code from} (inclusive) to {@code to} (exclusive). */
  record Run(int from, int to) {}

  private final float[] levels; // [frame], dB relative to full scale, smoothed
  private final float loud;
  private final float threshold;

  /**
   * Measures sound.
   *
   * @param samples mono at 16 kHz
   * @param length how many of them count
   * @param usual level of the loudest speech so far, dB; what is far below it is none
   */
  SpeechLevels(float[] samples, int length, float usual) {
    levels = smoothed(frames(samples, length));
    float[] sorted = levels.clone();
    Arrays.sort(sorted);
    float quiet = share(sorted, QUIET_SHARE);
    loud = share(sorted, LOUD_SHARE);
    threshold = threshold(quiet, loud, usual);
  }

  private static float threshold(float quiet, float loud, float usual) {
    if (loud < Math.max(SILENT_DB, usual - RANGE_DB)) {
      return Float.POSITIVE_INFINITY;
    }
    if (loud - quiet < STEADY_DB) {
      return Float.NEGATIVE_INFINITY;
    }
    float least = Math.max(loud, usual) - RANGE_DB;
    return Math.min(
        Math.max(quiet + MARGIN_DB, least), loud - Math.min(LEAST_RANGE_DB, (loud - quiet) / 2));
  }

  private static float[] frames(float[] samples, int length) {
    float[] levels = new float[length / FRAME];
    float before = length == 0 ? 0 : samples[0];
    float passed = 0;
    for (int k = 0; k < levels.length; k++) {
      double power = 0;
      for (int i = k * FRAME; i < (k + 1) * FRAME; i++) {
        passed = samples[i] - before + RUMBLE_POLE * passed;
        before = samples[i];
        power += passed * passed;
      }
      levels[k] = (float) (10 * Math.log10(power / FRAME + EMPTY));
    }
    return levels;
  }

  private static float[] smoothed(float[] levels) {
    float[] smooth = new float[levels.length];
    for (int k = 0; k < levels.length; k++) {
      int from = Math.max(0, k - SMOOTHING);
      int to = Math.min(levels.length, k + SMOOTHING + 1);
      float sum = 0;
      for (int i = from; i < to; i++) {
        sum += levels[i];
      }
      smooth[k] = sum / (to - from);
    }
    return smooth;
  }

  private static float share(float[] sorted, double share) {
    return sorted.length == 0 ? SILENT_DB : sorted[(int) (share * (sorted.length - 1))];
  }

  /** Returns the level of the loudest speech, dB. */
  float loud() {
    return loud;
  }

  /** Returns the stretches of speech in order, each at least a gap away from the next. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    int from = -1;
    int to = -1;
    for (int k = 0; k < levels.length; k++) {
      if (levels[k] <= threshold) {
        continue;
      }
      if (from >= 0 && k - to > CLOSED_GAP) {
        add(runs, from, to);
        from = -1;
      }
      from = from < 0 ? k : from;
      to = k + 1;
    }
    add(runs, from, to);
    return runs;
  }

  private static void add(List<Run> runs, int from, int to) {
    if (from >= 0 && to - from >= SHORTEST_SPEECH) {
      runs.add(new Run(from, to));
    }
  }

  /** Returns the quietest frame of a range. */
  int quietest(int from, int to) {
    int best = from;
    for (int k = from; k < Math.min(to, levels.length); k++) {
      best = levels[k] < levels[best] ? k : best;
    }
    return best;
  }
}
