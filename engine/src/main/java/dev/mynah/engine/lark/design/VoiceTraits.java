package dev.mynah.engine.lark.design;

import java.util.List;

/**
 * What a description says of a voice. Degrees run from -2 to 2; 0 is what such a person usually
 * has.
 *
 * @param sex whose voice
 * @param age how old
 * @param pitch deeper or higher
 * @param pace slower or quicker
 * @param brightness darker and warmer, or brighter and sharper
 * @param liveliness flatter, or with more melody
 * @param leftOut what was asked for and can't be made
 */
record VoiceTraits(
    Sex sex,
    Age age,
    double pitch,
    double pace,
    double brightness,
    double liveliness,
    List<String> leftOut) {

  /** Whose voice. */
  enum Sex {
    OPEN,
    FEMALE,
    MALE,
    NEUTRAL
  }

  /** How old. */
  enum Age {
    OPEN,
    CHILD,
    YOUNG,
    MIDDLE,
    OLD
  }

  VoiceTraits {
    leftOut = List.copyOf(leftOut);
  }
}
