package dev.mynah.engine.lark;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Tells from its letters alone that a text can't be English. */
final class WrittenLanguage {
  private static final Map<UnicodeScript, String> NAMES =
      new EnumMap<>(
          Map.of(
              UnicodeScript.HAN, "Chinese or Japanese",
              UnicodeScript.HIRAGANA, "Japanese",
              UnicodeScript.KATAKANA, "Japanese",
              UnicodeScript.HANGUL, "Korean",
              UnicodeScript.CYRILLIC, "Russian or another language in Cyrillic letters",
              UnicodeScript.ARABIC, "Arabic or another language in Arabic letters",
              UnicodeScript.HEBREW, "Hebrew",
              UnicodeScript.GREEK, "Greek",
              UnicodeScript.DEVANAGARI, "Hindi or another language in Devanagari",
              UnicodeScript.THAI, "Thai"));

  private WrittenLanguage() {}

  /** Returns what a text seems to be written in, if most of its letters aren't Latin. */
  static Optional<String> foreign(String text) {
    Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
    int latin = 0;
    int others = 0;
    for (int i = 0; i < text.length(); ) {
      int letter = text.codePointAt(i);
      i += Character.charCount(letter);
      UnicodeScript script = UnicodeScript.of(letter);
      if (!Character.isLetter(letter) || script == UnicodeScript.COMMON) {
        continue;
      }
      if (script == UnicodeScript.LATIN) {
        latin++;
      } else {
        others++;
        counts.merge(script, 1, Integer::sum);
      }
    }
    if (others <= latin) {
      return Optional.empty();
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> NAMES.getOrDefault(most.getKey(), "a language Lark can't read"));
  }
}
