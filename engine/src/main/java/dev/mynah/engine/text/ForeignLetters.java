package dev.mynah.engine.text;

import java.util.HashMap;
import java.util.Map;

/**
 * Latin spellings of letters of other alphabets, for a lone foreign word in an English sentence.
 * Greek letters are spelt as they sound, Cyrillic ones as English maps and newspapers do; scripts
 * that can't be read letter by letter are silent.
 */
final class ForeignLetters {
  private static final String CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґђјљњћџў";
  private static final String[] CYRILLIC_LATIN = {
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "yo", "i", "yi", "ye",
    "g", "dj", "y", "ly", "ny", "ch", "j", "w"
  };
  private static final String GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ";
  private static final String[] GREEK_LATIN = {
    "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s",
    "t", "i", "f", "ch", "ps", "o", "a", "e", "i", "i", "o", "i", "o", "i", "i", "i", "i"
  };
  private static final Map<Character, String> LATIN = new HashMap<>();

  static {
    for (int i = 0; i < CYRILLIC.length(); i++) {
      LATIN.put(CYRILLIC.charAt(i), CYRILLIC_LATIN[i]);
    }
    for (int i = 0; i < GREEK.length(); i++) {
      LATIN.put(GREEK.charAt(i), GREEK_LATIN[i]);
    }
  }

  private ForeignLetters() {}

  /** Returns how a letter is written in Latin letters, empty if it can't be. */
  static String latin(int letter) {
    if (letter > Character.MAX_VALUE) {
      return "";
    }
    char lower = (char) Character.toLowerCase(letter);
    String latin = LATIN.getOrDefault(lower, "");
    if (lower == letter || latin.isEmpty()) {
      return latin;
    }
    return Character.toUpperCase(latin.charAt(0)) + latin.substring(1);
  }
}
