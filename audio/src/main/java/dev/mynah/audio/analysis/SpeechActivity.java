package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * Speech is what stands out of the noise around it and is voiced every few hundred milliseconds.
 * A frame is active if its level (over 25 ms) is clear of the noise floor, which is followed through
 * the recording as a low percentile of the levels within 10 s to either side; voiced frames need to
 * stand out less. Gaps shorter than a stop consonant's are closed, and a stretch counts as
 * speech only if enough of it is voiced, which keeps out taps, breaths and bursts of noise.
 * The idea of energy over an adaptive floor plus periodicity is that of Tucker, "Voice activity
 * detection using a periodicity measure", IEE Proceedings I 139 (1992). Levels in dBFS.
 */
/**
 * Where a recording holds speech, and how loud that and what lies between are.
 *
 * @param speech [frame] whether the frame belongs to a stretch of speech
 * @param levelDb [frame] level over 25 ms, dBFS
 * @param speechDb mean level of the speech, what the noise adds taken off, dBFS
 * @param noiseDb level between the words, dBFS
 */
public record SpeechActivity(boolean[] speech, float[] levelDb, double speechDb, double noiseDb) {

  private static final int LEVEL_HALF_WINDOW = 300; // samples: 12.5 ms
  private static final double LOUD_SHARE = 0.95;
  private static final double FLOOR_SHARE = 0.10;
  private static final int FLOOR_REACH = 800; // frames: 10 s
  private static final int FLOOR_STEP = 200; // frames
  private static final double DYNAMIC_RANGE_DB = 40; // speech spans less than that
  private static final double VOICED_MARGIN_DB = 3;
  private static final int LONGEST_GAP = 16; // frames: 200 ms
  private static final int SHORTEST_SPEECH = 8; // frames: 100 ms
  private static final double LEAST_VOICED = 0.15;
  private static final int MARGIN = 2; // frames kept around speech
  private static final int AWAY_FROM_SPEECH = 4; // frames
  private static final int ENOUGH_PAUSE = 16; // frames
  private static final double PAUSE_SHARE = 0.4;
  private static final double FEW_PAUSES_SHARE = 0.02;

  /**
   * Finds the speech.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   * @param pitch of the same audio
   */
  public static SpeechActivity detect(Pcm pcm, PitchTrack pitch) {
    Frames.requireRate(pcm);
    float[] level = levels(pcm.samples());
    double loud = Decibels.percentile(level, LOUD_SHARE);
    boolean[] active = active(level, floors(level), loud, pitch);
    closeGaps(active);
    keepVoicedRuns(active, pitch);
    double noise = noiseLevel(level, active);
    return new SpeechActivity(active, level, speechLevel(level, active, noise), noise);
  }

  /** Returns the stretches of speech in order of time. */
  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int from = 0; from < speech.length; from++) {
      int to = from;
      while (to < speech.length && speech[to]) {
        to++;
      }
      if (to > from) {
        spans.add(new Span(from, to));
        from = to;
      }
    }
    return spans;
  }

  /** Returns how much speech there is, in seconds. */
  public double speechSeconds() {
    int count = 0;
    for (boolean frame : speech) {
      count += frame ? 1 : 0;
    }
    return Frames.seconds(count);
  }

  /** Returns speech level less noise level, dB. */
  public double signalToNoiseDb() {
    return speechDb - noiseDb;
  }

  private static float[] levels(float[] samples) {
    double[] running = new double[samples.length + 1];
    for (int i = 0; i < samples.length; i++) {
      running[i + 1] = running[i] + (double) samples[i] * samples[i];
    }
    float[] level = new float[Frames.count(samples.length)];
    for (int k = 0; k < level.length; k++) {
      int from = Math.max(0, k * Frames.HOP - LEVEL_HALF_WINDOW);
      int to = Math.min(samples.length, k * Frames.HOP + LEVEL_HALF_WINDOW);
      level[k] = (float) Decibels.ofPower((running[to] - running[from]) / (to - from));
    }
    return level;
  }

  /** The noise floor around every frame: a low percentile of the neighbourhood, interpolated. */
  private static float[] floors(float[] level) {
    int knots = level.length / FLOOR_STEP + 2;
    double[] knot = new double[knots];
    for (int i = 0; i < knots; i++) {
      int centre = Math.min(level.length, i * FLOOR_STEP);
      int from = Math.max(0, centre - FLOOR_REACH);
      int to = Math.min(level.length, centre + FLOOR_REACH);
      knot[i] = Decibels.percentile(level, from, to, FLOOR_SHARE);
    }
    float[] floor = new float[level.length];
    for (int k = 0; k < floor.length; k++) {
      int i = k / FLOOR_STEP;
      double way = (double) (k - i * FLOOR_STEP) / FLOOR_STEP;
      floor[k] = (float) (knot[i] + way * (knot[i + 1] - knot[i]));
    }
    return floor;
  }

  private static boolean[] active(float[] level, float[] floor, double loud, PitchTrack pitch) {
    boolean[] active = new boolean[level.length];
    double least = Math.max(loud - DYNAMIC_RANGE_DB, Decibels.FLOOR + 1);
    for (int k = 0; k < active.length; k++) {
      double margin = Math.clamp(0.35 * (loud - floor[k]), 4, 15);
      boolean standsOut = level[k] > Math.max(floor[k] + margin, least);
      boolean voiced = pitch.voiced(k) && level[k] > Math.max(floor[k] + VOICED_MARGIN_DB, least);
      active[k] = standsOut || voiced;
    }
    return active;
  }

  private static void closeGaps(boolean[] active) {
    int last = -LONGEST_GAP - 2;
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        if (k - last - 1 <= LONGEST_GAP) {
          Arrays.fill(active, Math.max(0, last), k, true);
        }
        last = k;
      }
    }
  }

  private static void keepVoicedRuns(boolean[] active, PitchTrack pitch) {
    boolean[] kept = new boolean[active.length];
    int from = 0;
    while (from < active.length) {
      int to = from;
      int voiced = 0;
      while (to < active.length && active[to]) {
        voiced += pitch.voiced(to) ? 1 : 0;
        to++;
      }
      if (to - from >= SHORTEST_SPEECH && voiced >= LEAST_VOICED * (to - from)) {
        Arrays.fill(kept, Math.max(0, from - MARGIN), Math.min(kept.length, to + MARGIN), true);
      }
      from = to + 1;
    }
    System.arraycopy(kept, 0, active, 0, kept.length);
  }

  private static double noiseLevel(float[] level, boolean[] speech) {
    float[] pauses = new float[level.length];
    int count = 0;
    int since = AWAY_FROM_SPEECH; // frames since the last speech
    for (int k = 0; k < level.length; k++) {
      since = speech[k] ? 0 : since + 1;
      boolean ahead = false;
      for (int a = k; a <= Math.min(level.length - 1, k + AWAY_FROM_SPEECH); a++) {
        ahead |= speech[a];
      }
      if (since > AWAY_FROM_SPEECH && !ahead) {
        pauses[count++] = level[k];
      }
    }
    return count >= ENOUGH_PAUSE
        ? Decibels.percentile(pauses, 0, count, PAUSE_SHARE)
        : Decibels.percentile(level, FEW_PAUSES_SHARE);
  }

  private static double speechLevel(float[] level, boolean[] speech, double noiseDb) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < level.length; k++) {
      if (speech[k]) {
        sum += Decibels.toPower(level[k]);
        count++;
      }
    }
    double power = count == 0 ? 0 : sum / count;
    double clean = Math.max(power - Decibels.toPower(noiseDb), 0.01 * power);
    return Decibels.ofPower(clean);
  }
}
