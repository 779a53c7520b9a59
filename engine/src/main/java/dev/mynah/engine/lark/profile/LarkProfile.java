package dev.mynah.engine.lark.profile;

import dev.mynah.audio.analysis.EnvelopeBands;

/**
 * A voice as differences from the base voice.
 *
 * @param network first 16 hex digits of the SHA-256 of the network the differences refer to
 * @param baseLogF0 centre of the base voice's log pitch
 * @param logF0 centre of this voice's log pitch
 * @param pitchRange this voice's spread of log pitch over the base's
 * @param warp frequencies of the base's spectrum are multiplied by this; below 1 for a longer tract
 * @param speed natural pace over the base's
 * @param classes kinds of sound
 * @param offsets [class][band] added to the log amplitude of such sounds
 */
public record LarkProfile(
    String network,
    double baseLogF0,
    double logF0,
    double pitchRange,
    double warp,
    double speed,
    FrameClasses classes,
    float[][] offsets) {

  /** Name under which the engine knows its profiles. */
  public static final String ENGINE = "lark";

  public LarkProfile {
    if (offsets.length != classes.count()) {
      throw new IllegalArgumentException(
          offsets.length + " offsets for " + classes.count() + " classes");
    }
    for (float[] offset : offsets) {
      if (offset.length != EnvelopeBands.COUNT) {
        throw new IllegalArgumentException("an offset has " + offset.length + " bands");
      }
    }
  }

  /** Returns a pitch of the base voice as this voice would speak it, Hz. */
  public double pitch(double baseHertz) {
    return Math.exp((Math.log(baseHertz) - baseLogF0) * pitchRange + logF0);
  }
}
