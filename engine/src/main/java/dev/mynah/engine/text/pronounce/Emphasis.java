package dev.mynah.engine.text.pronounce;

import static dev.mynah.engine.text.pronounce.Phonemes.PRIMARY_STRESS;
import static dev.mynah.engine.text.pronounce.Phonemes.SECONDARY_STRESS;

/** How the stress marks of a lexicon entry change where the word stands. */
enum Emphasis {
  /** As in the lexicon. */
  PLAIN,
  /** No stress at all: "point" in 3.5. */
  NONE,
  /** Primary stress becomes secondary: the weaker half of a compound. */
  WEAKER,
  /**
   * The letters of an abbreviation: the same, and a letter without stress gets the secondary one.
   */
  LETTERS,
  /** A Capitalised word: if it has no stress it gets the secondary one. */
  SLIGHT,
  /** A word in CAPITALS: its strongest stress becomes primary. */
  STRONG;

  /** Returns the phonemes of a word with this emphasis. */
  String apply(String phonemes) {
    boolean primary = Phonemes.hasPrimaryStress(phonemes);
    boolean secondary = Phonemes.hasSecondaryStress(phonemes);
    return switch (this) {
      case PLAIN -> phonemes;
      case NONE -> without(without(phonemes, PRIMARY_STRESS), SECONDARY_STRESS);
      case WEAKER -> primary ? weaken(phonemes) : phonemes;
      case LETTERS -> {
        if (primary) {
          yield weaken(phonemes);
        }
        yield secondary ? phonemes : mark(phonemes, SECONDARY_STRESS);
      }
      case SLIGHT -> primary || secondary ? phonemes : mark(phonemes, SECONDARY_STRESS);
      case STRONG -> {
        if (primary) {
          yield phonemes;
        }
        yield secondary
            ? phonemes.replace(SECONDARY_STRESS, PRIMARY_STRESS)
            : mark(phonemes, PRIMARY_STRESS);
      }
    };
  }

  private static String weaken(String phonemes) {
    return without(phonemes, SECONDARY_STRESS).replace(PRIMARY_STRESS, SECONDARY_STRESS);
  }

  private static String without(String phonemes, char mark) {
    return phonemes.replace(String.valueOf(mark), "");
  }

  /** Puts a mark before the first vowel; a word without one stays as it is. */
  private static String mark(String phonemes, char mark) {
    int vowel = Phonemes.firstVowel(phonemes);
    return vowel < 0 ? phonemes : phonemes.substring(0, vowel) + mark + phonemes.substring(vowel);
  }
}
