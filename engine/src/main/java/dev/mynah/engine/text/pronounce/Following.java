package dev.mynah.engine.text.pronounce;

/** What sound comes after a word; small words change with it ("the apple", "the pear"). */
enum Following {
  VOWEL,
  CONSONANT,
  /** Punctuation or the end of the sentence. */
  PAUSE,
  /** The word is read on its own, as the words of a number are. */
  UNKNOWN
}
