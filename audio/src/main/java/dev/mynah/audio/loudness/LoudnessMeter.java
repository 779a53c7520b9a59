package dev.mynah.audio.loudness;

import dev.mynah.audio.Pcm;
import java.util.Arrays;
import java.util.OptionalDouble;

/*
 * Integrated loudness after ITU-R BS.1770-4 and EBU R 128. The K-weighted signal is cut into blocks
 * of 400 ms that overlap by three quarters. A block's loudness is
 *
 *   l = -0.691 + 10 log10(mean square)   [LUFS]
 *
 * Blocks below -70 LUFS don't count; of the rest, those more than 10 LU below their mean don't
 * either; the mean of what is left is the loudness of the whole. A mono recording counts as one
 * channel: played by both loudspeakers of a stereo pair it is 3 dB louder.
 */

/** Measures the loudness of one mono stream. Not for use by several threads at once. */
public final class LoudnessMeter {
  private static final double OFFSET = -0.691; // dB; makes 997 Hz at 0 dBFS read -3.01 LUFS
  private static final double ABSOLUTE_GATE = -70; // LUFS
  private static final double RELATIVE_GATE = -10; // LU
  private static final int STEPS_A_SECOND = 10; // a block starts every 100 ms
  private static final int STEPS_A_BLOCK = 4; // and lasts 400 ms

  private final int sampleRate;
  private final KWeighting weighting;
  private final double[] stepEnergies = new double[STEPS_A_BLOCK];
  private double[] blocks = new double[64]; // mean square of each block above the absolute gate
  private int blockCount;
  private long position;
  private long steps;
  private double stepEnergy;
  private long stepStart;

  /** Starts a measurement of samples at a rate in Hz. */
  public LoudnessMeter(int sampleRate) {
    this.sampleRate = sampleRate;
    this.weighting = new KWeighting(sampleRate);
  }

  /**
   * Measures a whole recording.
   *
   * @return LUFS, or nothing when less than 400 ms of it are louder than -70 LUFS
   */
  public static OptionalDouble integrated(Pcm pcm) {
    LoudnessMeter meter = new LoudnessMeter(pcm.sampleRate());
    meter.add(pcm.samples());
    return meter.integrated();
  }

  /** Takes the next samples. */
  public void add(float[] samples) {
    long stepEnd = stepEnd();
    for (float sample : samples) {
      double weighted = weighting.next(sample);
      stepEnergy += weighted * weighted;
      position++;
      if (position == stepEnd) {
        finishStep();
        stepEnd = stepEnd();
      }
    }
  }

  /** The end of the step under way; steps don't drift at rates that ten doesn't divide. */
  private long stepEnd() {
    return (steps + 1) * sampleRate / STEPS_A_SECOND;
  }

  private void finishStep() {
    stepEnergies[(int) (steps % STEPS_A_BLOCK)] = stepEnergy / (position - stepStart);
    stepEnergy = 0;
    stepStart = position;
    steps++;
    if (steps >= STEPS_A_BLOCK) {
      double meanSquare = Arrays.stream(stepEnergies).sum() / STEPS_A_BLOCK;
      if (loudness(meanSquare) > ABSOLUTE_GATE) {
        if (blockCount == blocks.length) {
          blocks = Arrays.copyOf(blocks, 2 * blocks.length);
        }
        blocks[blockCount++] = meanSquare;
      }
    }
  }

  /**
   * Returns the loudness of all samples so far.
   *
   * @return LUFS, or nothing while less than 400 ms have been louder than -70 LUFS
   */
  public OptionalDouble integrated() {
    if (blockCount == 0) {
      return OptionalDouble.empty();
    }
    double gate = loudness(meanAbove(ABSOLUTE_GATE)) + RELATIVE_GATE;
    return OptionalDouble.of(loudness(meanAbove(gate)));
  }

  private double meanAbove(double gate) {
    return Arrays.stream(blocks, 0, blockCount)
        .filter(meanSquare -> loudness(meanSquare) > gate)
        .average()
        .orElseThrow();
  }

  private static double loudness(double meanSquare) {
    return OFFSET + 10 * Math.log10(meanSquare);
  }
}
