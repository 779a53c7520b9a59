package dev.mynah.engine.spi;

import java.util.List;

/** Makes voices from a description in words. Safe for use by many threads at once. */
@FunctionalInterface
public interface VoiceDesigner {

  /**
   * Makes voices that fit a description, each different from the others. A pure function of its
   * arguments and the engine's version.
   *
   * @param instruction what the voice should be like, in English
   * @param count how many, 1 or more
   * @param seed the same seed gives the same voices, another one others that fit as well
   */
  List<DesignedVoice> design(String instruction, int count, long seed);
}
