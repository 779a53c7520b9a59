package dev.mynah.engine.lark.clone;

/**
 * Loud enough frames of someone's speech.
 *
 * @param envelopes [frame][band] log amplitude
 * @param voiced [frame] whether it has a pitch
 */
record SpeechFrames(float[][] envelopes, boolean[] voiced) {
  SpeechFrames {
    if (envelopes.length != voiced.length) {
      throw new IllegalArgumentException(
          envelopes.length + " envelopes, " + voiced.length + " voicings");
    }
  }

  int count() {
    return voiced.length;
  }
}
