package dev.mynah.audio.encode;

/*
 * Leaves samples alone up to a knee just below full scale and bends what is above towards full
 * scale, y = k + (1 - k) tanh((x - k) / (1 - k)), so that nothing wraps round and loud peaks lose
 * their top smoothly. The slope is 1 at the knee.
 */
final class SoftClip {
  private static final float KNEE = 0.98f;

  private SoftClip() {}

  /** Bends every sample into -1 to 1, in place; what isn't a number becomes silence. */
  static void apply(float[] samples) {
    for (int i = 0; i < samples.length; i++) {
      float magnitude = Math.abs(samples[i]);
      if (!(magnitude <= KNEE)) {
        samples[i] = bend(samples[i]);
      }
    }
  }

  private static float bend(float sample) {
    if (Float.isNaN(sample)) {
      return 0;
    }
    double excess = (Math.abs(sample) - KNEE) / (1 - KNEE);
    return Math.copySign((float) (KNEE + (1 - KNEE) * Math.tanh(excess)), sample);
  }
}
