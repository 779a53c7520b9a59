package dev.mynah.engine.lark.design;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.engine.lark.design.VoiceTraits.Age;
import dev.mynah.engine.lark.design.VoiceTraits.Sex;
import dev.mynah.engine.lark.profile.LarkProfile;
import java.util.Random;

/*
 * A voice begins as the preset nearest in sex and age and is moved away from it, trait by trait:
 *
 *   pitch       logF0 += 3.5 semitones a degree from between the preset's and the usual one of
 *               such people, within what they can have
 *   tract       the warp follows the pitch: warp *= f^0.15, for larger people speak deeper
 *   pace        speed *= 1.17^degree
 *   brightness  a tilt of 1.6 dB a degree an octave either side of 1 kHz, at most 6 dB
 *   liveliness  pitch range *= 1.28^degree, speed *= 1.03^degree
 *
 * Candidates of one description differ by fixed steps in opposite directions, which are heard, and
 * by a little chance, which the seed decides.
 */
/** Turns traits into a voice. */
final class VoiceSketch {
  private static final double SEMITONE = Math.log(2) / 12;
  private static final double PITCH_STEP = 3.5 * SEMITONE;
  private static final double TRACT_EXPONENT = 0.15;
  private static final double PACE_STEP = 1.17;
  private static final double RANGE_STEP = 1.28;
  private static final double LIVELY_PACE_STEP = 1.03;
  private static final double TILT_STEP = 1.6; // dB an octave
  private static final double MOST_TILT = 6; // dB at any frequency
  private static final double MOST_BRIGHT = 1.6; // degrees: beyond, words get lost
  private static final double TILT_CENTRE_HZ = 1_000;
  private static final double NATS_PER_DB = Math.log(10) / 20;
  private static final double USUAL_MALE_HZ = 115;
  private static final double USUAL_FEMALE_HZ = 195;
  private static final double LEAST_RANGE = 0.35;
  private static final double MOST_RANGE = 1.9;
  private static final double LEAST_WARP = 0.8;
  private static final double MOST_WARP = 1.2;
  private static final double LEAST_SPEED = 0.7;
  private static final double MOST_SPEED = 1.45;

  /** Steps between candidates: [candidate][pitch, tract, brightness, pace]. */
  private static final double[][] STEPS = {
    {0, 0, 0, 0}, {1.8, 0.035, 0.3, 0.04}, {-1.8, -0.035, -0.3, -0.04}, {0.9, -0.04, 0.4, -0.06}
  };

  private VoiceSketch() {}

  /**
   * Returns a voice.
   *
   * @param base the preset it begins as
   * @param traits what it should be like, sex and age decided
   * @param candidate its number among those of one description
   * @param chance decides what is left to it
   */
  static LarkProfile of(LarkProfile base, VoiceTraits traits, int candidate, Random chance) {
    double[] step = STEPS[candidate % STEPS.length];
    double wanted =
        start(base, traits)
            + traits.pitch() * PITCH_STEP
            + (step[0] + 0.6 * spread(chance)) * SEMITONE;
    double logF0 = within(wanted, traits.sex(), traits.age());
    double bent = Math.exp(TRACT_EXPONENT * (traits.pitch() * PITCH_STEP));
    double warp = base.warp() * bent * (1 + step[1] + 0.012 * spread(chance));
    double tilt =
        Math.clamp(
            traits.brightness() + step[2] + 0.15 * spread(chance), -MOST_BRIGHT, MOST_BRIGHT);
    double range = base.pitchRange() * Math.pow(RANGE_STEP, traits.liveliness());
    double speed =
        base.speed()
            * Math.pow(PACE_STEP, traits.pace())
            * Math.pow(LIVELY_PACE_STEP, traits.liveliness())
            * (1 + step[3] + 0.015 * spread(chance));
    return new LarkProfile(
        base.network(),
        base.baseLogF0(),
        logF0,
        Math.clamp(range * (1 + 0.06 * spread(chance)), LEAST_RANGE, MOST_RANGE),
        Math.clamp(warp, LEAST_WARP, MOST_WARP),
        Math.clamp(speed, LEAST_SPEED, MOST_SPEED),
        base.classes(),
        tilted(base.offsets(), tilt));
  }

  /** Whoever asks for a deep voice means deep among such people, not deeper than a deep preset. */
  private static double start(LarkProfile base, VoiceTraits traits) {
    double usual =
        switch (traits.sex()) {
          case MALE -> Math.log(USUAL_MALE_HZ);
          case FEMALE -> Math.log(USUAL_FEMALE_HZ);
          case NEUTRAL, OPEN -> base.logF0();
        };
    boolean child = traits.age() == Age.CHILD;
    double own = child ? 1 : 1 - 0.5 * Math.min(1, Math.abs(traits.pitch()));
    return usual + own * (base.logF0() - usual);
  }

  /** Keeps the pitch where such a person's can be, Hz. */
  private static double within(double logF0, Sex sex, Age age) {
    double least;
    double most;
    if (age == Age.CHILD) {
      least = 230;
      most = 305;
    } else if (sex == Sex.MALE) {
      least = 72;
      most = 175;
    } else if (sex == Sex.FEMALE) {
      least = 135;
      most = 285;
    } else {
      least = 120;
      most = 230;
    }
    return Math.clamp(logF0, Math.log(least), Math.log(most));
  }

  private static double spread(Random chance) {
    return 2 * chance.nextDouble() - 1;
  }

  /** Tilts curves of gains about the middle of speech. */
  private static float[][] tilted(float[][] offsets, double degree) {
    float[][] tilted = new float[offsets.length][];
    for (int c = 0; c < offsets.length; c++) {
      tilted[c] = offsets[c].clone();
      for (int b = 0; b < EnvelopeBands.COUNT; b++) {
        double octaves = Math.log(centre(b) / TILT_CENTRE_HZ) / Math.log(2);
        double decibels = Math.clamp(degree * TILT_STEP * octaves, -MOST_TILT, MOST_TILT);
        tilted[c][b] += (float) (decibels * NATS_PER_DB);
      }
    }
    return tilted;
  }

  private static double centre(int band) {
    return EnvelopeBands.over(1 + EnvelopeBands.COUNT).centreHertz(band);
  }
}
