package dev.mynah.engine.lark.synthesis;

/**
 * What a voice changes in one utterance. Used by one thread, frames asked for in rising order, each
 * once.
 */
public interface ShapedFrames {

  /**
   * Returns the pitch the voice has in each frame, Hz, as many as the base has frames. Unvoiced
   * frames stay as they are in the base. Not copied.
   */
  float[] f0();

  /**
   * Writes what is added to all three log amplitudes of a frame.
   *
   * @param frame frame number
   * @param gain receives {@link LarkFrames#BINS} values, nats
   * @return false if the frame stays as it is, and nothing was written
   */
  boolean gain(int frame, float[] gain);

  /** Returns frames whose spectrum stays as it is, spoken at the given pitch. */
  static ShapedFrames unchanged(float[] f0) {
    return new ShapedFrames() {
      @Override
      public float[] f0() {
        return f0;
      }

      @Override
      public boolean gain(int frame, float[] gain) {
        return false;
      }
    };
  }
}
