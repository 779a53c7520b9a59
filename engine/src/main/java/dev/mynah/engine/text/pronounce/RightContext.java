package dev.mynah.engine.text.pronounce;

/**
 * What a word is followed by.
 *
 * @param following the next sound
 * @param beforeTo whether the next word is "to", as in "used to"
 */
record RightContext(Following following, boolean beforeTo) {
  static final RightContext END_OF_SENTENCE = new RightContext(Following.PAUSE, false);
  static final RightContext NONE = new RightContext(Following.UNKNOWN, false);

  /** Returns the context of the word before one that was read. */
  RightContext before(String text, PennTag tag, String phonemes) {
    return new RightContext(Phonemes.firstSound(phonemes, following), isTo(text, tag));
  }

  private static boolean isTo(String text, PennTag tag) {
    return text.equals("to")
        || text.equals("To")
        || (text.equals("TO") && (tag == PennTag.TO || tag == PennTag.PREPOSITION));
  }
}
