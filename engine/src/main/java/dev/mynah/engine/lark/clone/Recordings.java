package dev.mynah.engine.lark.clone;

import dev.mynah.audio.Pcm;
import java.util.Arrays;

/** Small operations on recordings. */
final class Recordings {
  private Recordings() {}

  /** Returns the first seconds of a recording, or all of it if it is shorter. */
  static Pcm beginning(Pcm pcm, double seconds) {
    if (pcm.seconds() <= seconds) {
      return pcm;
    }
    int length = (int) Math.round(seconds * pcm.sampleRate());
    return new Pcm(Arrays.copyOf(pcm.samples(), length), pcm.sampleRate());
  }
}
