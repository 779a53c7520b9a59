package dev.mynah.engine.text.pronounce;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two dictionaries of an accent: the first was checked by hand and knows parts of speech, the
 * second is larger and asked only where the first has nothing. The rules are those published with
 * misaki 0.9.4 (Apache-2.0), whose readings the network learned from.
 */
final class PronunciationLexicon {
  /** Symbols that stand for a word wherever they are alone. */
  static final Map<String, String> SYMBOL_WORDS =
      Map.of("%", "percent", "&", "and", "+", "plus", "@", "at");

  private final PronunciationTable checked;
  private final PronunciationTable wide;

  PronunciationLexicon(PronunciationTable checked, PronunciationTable wide) {
    this.checked = checked;
    this.wide = wide;
  }

  /** Whether a dictionary holds the word as it is written. */
  boolean lists(String word) {
    return checked.contains(word) || wide.contains(word);
  }

  /** Whether {@link #lookUp} can say the word, if need be by spelling its letters. */
  boolean knows(String word) {
    if (lists(word) || SYMBOL_WORDS.containsKey(word)) {
      return true;
    }
    if (!isAsciiLetters(word)) {
      return false;
    }
    if (word.length() == 1) {
      return true;
    }
    boolean capitals = isUpper(word);
    return (capitals && checked.contains(lower(word))) || isUpper(word.substring(1));
  }

  /** Says a word of its own, as the words of a number are. */
  @Nullable String lookUp(String word, Emphasis emphasis) {
    return lookUp(word, PennTag.UNKNOWN, emphasis, RightContext.NONE);
  }

  /**
   * Says a word.
   *
   * @return its phonemes, or null if it is not known
   */
  @Nullable String lookUp(String word, PennTag tag, Emphasis emphasis, RightContext context) {
    String written = word;
    boolean nameInCapitals = false;
    if (isUpper(word) && !checked.contains(word)) {
      written = lower(word);
      nameInCapitals = tag == PennTag.NAME;
    }
    String phonemes = PronunciationTable.SPELL_OUT;
    int index = checked.find(written);
    if (index >= 0) {
      phonemes = checked.phonemes(index, tag, context.following());
    } else if (!nameInCapitals) {
      index = wide.find(written);
      if (index >= 0) {
        phonemes = wide.phonemes(index, tag, context.following());
      }
    }
    // A name in capitals whose entry has no stress of its own is rather an abbreviation: IT, US.
    if (phonemes.equals(PronunciationTable.SPELL_OUT)
        || (nameInCapitals && !Phonemes.hasPrimaryStress(phonemes))) {
      String spelt = spell(written);
      if (spelt != null) {
        return spelt;
      }
    }
    return index < 0 ? null : emphasis.apply(phonemes);
  }

  /**
   * Spells the letters of an abbreviation, the last one stressed.
   *
   * @return null if a letter has no name in this language
   */
  @Nullable String spell(String word) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (!Character.isLetter(letter)) {
        continue;
      }
      int index = checked.find(String.valueOf(Character.toUpperCase(letter)));
      if (index < 0) {
        return null;
      }
      letters.append(checked.phonemes(index, PennTag.UNKNOWN, Following.UNKNOWN));
    }
    StringBuilder spelt = new StringBuilder(Emphasis.LETTERS.apply(letters.toString()));
    int last = spelt.lastIndexOf(String.valueOf(Phonemes.SECONDARY_STRESS));
    if (last >= 0) {
      spelt.setCharAt(last, Phonemes.PRIMARY_STRESS);
    }
    return spelt.toString();
  }

  static boolean isUpper(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT));
  }

  static boolean isLower(String word) {
    return word.equals(lower(word));
  }

  static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static boolean isAsciiLetters(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return !word.isEmpty();
  }
}
