package dev.mynah.engine.text.pronounce;

/**
 * The model's phoneme alphabet: capital letters are diphthongs, stress marks stand before the
 * vowel.
 */
final class Phonemes {
  static final char PRIMARY_STRESS = 'ˈ';
  static final char SECONDARY_STRESS = 'ˌ';

  /** Punctuation that makes a pause. */
  static final String PAUSES = ";:,.!?—…";

  /** Punctuation the model knows, quotes included. */
  static final String PUNCTUATION = PAUSES + "\"“”";

  private static final String VOWELS = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";
  private static final String CONSONANTS = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ";
  private static final String LONG_SOUNDS = "AIOQWYʤʧ";

  private Phonemes() {}

  static boolean isVowel(char phoneme) {
    return VOWELS.indexOf(phoneme) >= 0;
  }

  static int firstVowel(String phonemes) {
    for (int i = 0; i < phonemes.length(); i++) {
      if (isVowel(phonemes.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  static boolean hasPrimaryStress(String phonemes) {
    return phonemes.indexOf(PRIMARY_STRESS) >= 0;
  }

  static boolean hasSecondaryStress(String phonemes) {
    return phonemes.indexOf(SECONDARY_STRESS) >= 0;
  }

  /** Returns how long a word sounds: affricates and diphthongs count twice. */
  static int weight(String phonemes) {
    int weight = phonemes.length();
    for (int i = 0; i < phonemes.length(); i++) {
      if (LONG_SOUNDS.indexOf(phonemes.charAt(i)) >= 0) {
        weight++;
      }
    }
    return weight;
  }

  /** Returns what a word begins with, or {@code otherwise} if it makes neither sound nor pause. */
  static Following firstSound(String phonemes, Following otherwise) {
    for (int i = 0; i < phonemes.length(); i++) {
      char phoneme = phonemes.charAt(i);
      if (PAUSES.indexOf(phoneme) >= 0) {
        return Following.PAUSE;
      } else if (isVowel(phoneme)) {
        return Following.VOWEL;
      } else if (CONSONANTS.indexOf(phoneme) >= 0) {
        return Following.CONSONANT;
      }
    }
    return otherwise;
  }
}
