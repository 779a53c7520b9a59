package dev.mynah.engine.lark.clone;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.spectrum.CosineTransform;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import java.util.Arrays;

/*
 * Finds by how much each kind of sound of the base voice must be changed to sound like a speaker,
 * without knowing what the speaker said. Frames of both are matched by likeness of shape, every
 * frame of either to its nearest in the other; the mean difference of the matched pairs moves the
 * base nearer to the speaker, and the matching is done again. The scheme is that of Erro, Moreno and
 * Bonafonte, "INCA algorithm for training voice conversion systems from nonparallel corpora", IEEE
 * Trans. Audio, Speech and Language Processing 18 (2010), with classes in place of their mixture and
 * a frequency warp first, which brings the formants near enough for like to find like.
 *
 *     offset(class) = (n mean difference of its n pairs + tau global mean) / (n + tau)
 *
 * Nearest neighbours leave the mean of the base between its own and the speaker's. Half of what is
 * missing is added to every class at the end; all of it would learn the words as well as the voice.
 *
 * Voiced frames lose their level first, so that loudness says nothing; unvoiced ones keep theirs
 * relative to the voiced. Log amplitudes throughout; [frame][band], [class][band].
 */
/** Estimates the spectral offsets of a voice. */
final class OffsetEstimator {
  private static final int BANDS = EnvelopeBands.COUNT;
  private static final int ROUNDS = 3;
  private static final double TAU = 2; // pairs
  private static final double MEAN_SHARE = 0.5;
  private static final int KEPT_TERMS = 40;
  private static final double MOST_NATS = 3;
  private static final int SHAPE_TERMS = 18;
  private static final int FEWEST_FRAMES = 4;

  private final BaseVoice base;
  private final int usedBands;
  private final CosineTransform cosines;

  /**
   * Prepares an estimate.
   *
   * @param base voice to be changed
   * @param usedBands bands of the speaker that carry speech, from the lowest
   */
  OffsetEstimator(BaseVoice base, int usedBands) {
    this.base = base;
    this.usedBands = usedBands;
    cosines = new CosineTransform(usedBands);
  }

  /**
   * Estimates the offsets.
   *
   * @param speaker loud enough frames of the recording
   * @param warp factor on the base's frequencies
   * @return [class][band] nats
   */
  float[][] estimate(SpeechFrames speaker, double warp) {
    float[][] target = levelled(speaker.envelopes(), speaker.voiced());
    float[][] source = warped(base.frames().envelopes(), warp);
    source = levelled(source, base.frames().voiced());
    float[][] offsets = new float[base.classes().count()][BANDS];
    for (boolean voiced : new boolean[] {true, false}) {
      int[] targetFrames = where(speaker.voiced(), voiced);
      int[] sourceFrames = where(base.frames().voiced(), voiced);
      if (targetFrames.length >= FEWEST_FRAMES && sourceFrames.length >= FEWEST_FRAMES) {
        for (int round = 0; round < ROUNDS; round++) {
          refine(target, targetFrames, source, sourceFrames, voiced, offsets);
        }
        approachMean(target, targetFrames, source, sourceFrames, voiced, offsets);
      }
    }
    finish(offsets);
    return offsets;
  }

  /** One round of matching; replaces the offsets of the voiced or the unvoiced classes. */
  private void refine(
      float[][] target,
      int[] targetFrames,
      float[][] source,
      int[] sourceFrames,
      boolean voiced,
      float[][] offsets) {
    float[][] targetShapes = new float[targetFrames.length][];
    for (int i = 0; i < targetFrames.length; i++) {
      targetShapes[i] = shape(target[targetFrames[i]], voiced);
    }
    float[][] sourceShapes = new float[sourceFrames.length][];
    for (int i = 0; i < sourceFrames.length; i++) {
      float[] offset = offsets[base.classOf()[sourceFrames[i]]];
      sourceShapes[i] = shape(sum(source[sourceFrames[i]], offset), voiced);
    }
    NearestPairs pairs = NearestPairs.match(targetShapes, sourceShapes);
    Differences differences = new Differences(base.classes().count());
    for (int i = 0; i < targetFrames.length; i++) {
      int j = sourceFrames[pairs.secondOfFirst()[i]];
      differences.add(base.classOf()[j], target[targetFrames[i]], source[j]);
    }
    for (int i = 0; i < sourceFrames.length; i++) {
      int j = sourceFrames[i];
      differences.add(base.classOf()[j], target[targetFrames[pairs.firstOfSecond()[i]]], source[j]);
    }
    FrameClasses classes = base.classes();
    int from = voiced ? 0 : classes.voicedCount();
    int to = voiced ? classes.voicedCount() : classes.count();
    for (int c = from; c < to; c++) {
      differences.shrunk(c, offsets[c]);
    }
  }

  /** Moves the voiced or the unvoiced classes so that their frames' mean nears the speaker's. */
  private void approachMean(
      float[][] target,
      int[] targetFrames,
      float[][] source,
      int[] sourceFrames,
      boolean voiced,
      float[][] offsets) {
    double[] missing = new double[BANDS];
    for (int frame : targetFrames) {
      for (int b = 0; b < BANDS; b++) {
        missing[b] += target[frame][b] / targetFrames.length;
      }
    }
    for (int frame : sourceFrames) {
      float[] moved = sum(source[frame], offsets[base.classOf()[frame]]);
      for (int b = 0; b < BANDS; b++) {
        missing[b] -= moved[b] / sourceFrames.length;
      }
    }
    int from = voiced ? 0 : base.classes().voicedCount();
    int to = voiced ? base.classes().voicedCount() : base.classes().count();
    for (int c = from; c < to; c++) {
      for (int b = 0; b < BANDS; b++) {
        offsets[c][b] += (float) (MEAN_SHARE * missing[b]);
      }
    }
  }

  /** Returns what the matching compares: cosine terms, with the level only where unvoiced. */
  private float[] shape(float[] envelope, boolean voiced) {
    double[] bands = new double[usedBands];
    for (int b = 0; b < usedBands; b++) {
      bands[b] = envelope[b];
    }
    double[] terms = new double[Math.min(SHAPE_TERMS + 1, usedBands)];
    cosines.forward(bands, terms);
    float[] shape = new float[terms.length - 1 + (voiced ? 0 : 1)];
    for (int t = 1; t < terms.length; t++) {
      shape[t - 1] = (float) terms[t];
    }
    if (!voiced) {
      shape[shape.length - 1] = (float) terms[0];
    }
    return shape;
  }

  /** Voiced frames less their own mean, unvoiced less the mean of the voiced frames' means. */
  private float[][] levelled(float[][] envelopes, boolean[] voiced) {
    double voicedSum = 0;
    int voicedCount = 0;
    double[] level = new double[envelopes.length];
    for (int k = 0; k < envelopes.length; k++) {
      for (int b = 0; b < usedBands; b++) {
        level[k] += envelopes[k][b] / usedBands;
      }
      voicedSum += voiced[k] ? level[k] : 0;
      voicedCount += voiced[k] ? 1 : 0;
    }
    double voicedMean = voicedCount == 0 ? 0 : voicedSum / voicedCount;
    float[][] levelled = new float[envelopes.length][BANDS];
    for (int k = 0; k < envelopes.length; k++) {
      double taken = voiced[k] ? level[k] : voicedMean;
      for (int b = 0; b < BANDS; b++) {
        levelled[k][b] = (float) (envelopes[k][b] - taken);
      }
    }
    return levelled;
  }

  /** Returns envelopes with every frequency multiplied by a factor. */
  static float[][] warped(float[][] envelopes, double warp) {
    MelBands mel = EnvelopeBands.over(1 + BANDS);
    float[][] warped = new float[envelopes.length][BANDS];
    for (int b = 0; b < BANDS; b++) {
      double position = mel.bandPosition(mel.centreHertz(b) / warp);
      for (int k = 0; k < envelopes.length; k++) {
        warped[k][b] = (float) EnvelopeBands.read(envelopes[k], position);
      }
    }
    return warped;
  }

  private static float[] sum(float[] envelope, float[] offset) {
    float[] sum = envelope.clone();
    for (int b = 0; b < sum.length; b++) {
      sum[b] += offset[b];
    }
    return sum;
  }

  private static int[] where(boolean[] flags, boolean wanted) {
    int[] found = new int[flags.length];
    int count = 0;
    for (int k = 0; k < flags.length; k++) {
      if (flags[k] == wanted) {
        found[count++] = k;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private void finish(float[][] offsets) {
    double[] curve = new double[BANDS];
    for (float[] offset : offsets) {
      for (int b = 0; b < BANDS; b++) {
        curve[b] = b < usedBands ? offset[b] : 0;
      }
      NetworkEnvelope.lifter(curve, KEPT_TERMS);
      for (int b = 0; b < BANDS; b++) {
        offset[b] = (float) Math.clamp(curve[b], -MOST_NATS, MOST_NATS);
      }
    }
  }

  /** Sums of differences by class. */
  private static final class Differences {
    private final double[][] sums;
    private final int[] counts;
    private final double[] globalSum = new double[BANDS];
    private int globalCount;

    Differences(int classes) {
      sums = new double[classes][BANDS];
      counts = new int[classes];
    }

    void add(int kind, float[] target, float[] source) {
      counts[kind]++;
      globalCount++;
      for (int b = 0; b < BANDS; b++) {
        double difference = target[b] - source[b];
        sums[kind][b] += difference;
        globalSum[b] += difference;
      }
    }

    void shrunk(int kind, float[] out) {
      for (int b = 0; b < BANDS; b++) {
        double global = globalSum[b] / globalCount;
        out[b] = (float) ((sums[kind][b] + TAU * global) / (counts[kind] + TAU));
      }
    }
  }
}
