package dev.mynah.engine.text.language;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How much of a text is written in which script, and which language that makes it. */
final class ScriptCount {
  /** A Chinese or Japanese character is worth a short word. */
  private static final int LETTERS_PER_IDEOGRAPH = 3;

  /** Fewer letters of an alphabet than this are a formula, not a language: "π". */
  private static final int FEWEST_LETTERS = 3;

  /** Greek letters by themselves are quantities. */
  private static final Pattern LONE_GREEK = Pattern.compile("(?<!\\p{L})\\p{IsGreek}(?!\\p{L})");

  private record Language(String tag, String name) {}

  private static final Map<UnicodeScript, Language> LANGUAGES =
      Map.ofEntries(
          Map.entry(UnicodeScript.HIRAGANA, new Language("ja", "Japanese")),
          Map.entry(UnicodeScript.KATAKANA, new Language("ja", "Japanese")),
          Map.entry(UnicodeScript.HAN, new Language("zh", "Chinese")),
          Map.entry(UnicodeScript.BOPOMOFO, new Language("zh", "Chinese")),
          Map.entry(UnicodeScript.HANGUL, new Language("ko", "Korean")),
          Map.entry(UnicodeScript.GREEK, new Language("el", "Greek")),
          Map.entry(UnicodeScript.HEBREW, new Language("he", "Hebrew")),
          Map.entry(UnicodeScript.THAI, new Language("th", "Thai")),
          Map.entry(UnicodeScript.LAO, new Language("lo", "Lao")),
          Map.entry(UnicodeScript.KHMER, new Language("km", "Khmer")),
          Map.entry(UnicodeScript.MYANMAR, new Language("my", "Burmese")),
          Map.entry(UnicodeScript.DEVANAGARI, new Language("hi", "Hindi")),
          Map.entry(UnicodeScript.BENGALI, new Language("bn", "Bengali")),
          Map.entry(UnicodeScript.GURMUKHI, new Language("pa", "Punjabi")),
          Map.entry(UnicodeScript.GUJARATI, new Language("gu", "Gujarati")),
          Map.entry(UnicodeScript.ORIYA, new Language("or", "Odia")),
          Map.entry(UnicodeScript.TAMIL, new Language("ta", "Tamil")),
          Map.entry(UnicodeScript.TELUGU, new Language("te", "Telugu")),
          Map.entry(UnicodeScript.KANNADA, new Language("kn", "Kannada")),
          Map.entry(UnicodeScript.MALAYALAM, new Language("ml", "Malayalam")),
          Map.entry(UnicodeScript.SINHALA, new Language("si", "Sinhala")),
          Map.entry(UnicodeScript.GEORGIAN, new Language("ka", "Georgian")),
          Map.entry(UnicodeScript.ARMENIAN, new Language("hy", "Armenian")),
          Map.entry(UnicodeScript.ETHIOPIC, new Language("am", "Amharic")),
          Map.entry(UnicodeScript.TIBETAN, new Language("bo", "Tibetan")),
          Map.entry(UnicodeScript.MONGOLIAN, new Language("mn", "Mongolian")));

  private final Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
  private final String text;
  private int latin;
  private int foreign;

  private ScriptCount(String text) {
    this.text = text;
  }

  static ScriptCount of(String text) {
    ScriptCount count = new ScriptCount(text);
    LONE_GREEK
        .matcher(text)
        .replaceAll(" ")
        .codePoints()
        .filter(Character::isLetter)
        .forEach(count::add);
    return count;
  }

  private void add(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    if (script == UnicodeScript.LATIN) {
      latin++;
      return;
    }
    if (script == UnicodeScript.COMMON || script == UnicodeScript.UNKNOWN) {
      return;
    }
    int weight =
        switch (script) {
          case HAN, HIRAGANA, KATAKANA, HANGUL -> LETTERS_PER_IDEOGRAPH;
          default -> 1;
        };
    letters.merge(script, weight, Integer::sum);
    foreign += weight;
  }

  /** Returns the share of the letters that aren't Latin; 0 if they are too few to tell. */
  double foreignShare() {
    return foreign < FEWEST_LETTERS ? 0 : (double) foreign / (foreign + latin);
  }

  Optional<ForeignLanguage> language() {
    UnicodeScript main = null;
    for (Map.Entry<UnicodeScript, Integer> entry : letters.entrySet()) {
      if (main == null || entry.getValue() > letters.getOrDefault(main, 0)) {
        main = entry.getKey();
      }
    }
    if (main == null) {
      return Optional.empty();
    }
    Language language = name(main);
    return Optional.of(new ForeignLanguage(language.tag(), language.name(), foreignShare()));
  }

  private Language name(UnicodeScript main) {
    boolean kana =
        letters.containsKey(UnicodeScript.HIRAGANA) || letters.containsKey(UnicodeScript.KATAKANA);
    if (main == UnicodeScript.HAN && kana) {
      return new Language("ja", "Japanese");
    }
    Language language = LANGUAGES.get(main);
    if (language != null) {
      return language;
    }
    return switch (main) {
      case CYRILLIC -> cyrillic();
      case ARABIC -> arabic();
      default ->
          new Language(
              "und",
              "a language in the "
                  + main.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + " script");
    };
  }

  private Language cyrillic() {
    if (has("ђјљњћџ")) {
      return has("ѓќѕ") ? new Language("mk", "Macedonian") : new Language("sr", "Serbian");
    } else if (has("ѓќѕ")) {
      return new Language("mk", "Macedonian");
    } else if (has("әғқңөұүһ")) {
      return new Language("kk", "Kazakh");
    } else if (has("ў")) {
      return new Language("be", "Belarusian");
    } else if (has("іїєґ")) {
      return new Language("uk", "Ukrainian");
    }
    return has("ъ") && !has("ыэё")
        ? new Language("bg", "Bulgarian")
        : new Language("ru", "Russian");
  }

  private Language arabic() {
    if (has("ٹڈڑںے")) {
      return new Language("ur", "Urdu");
    }
    return has("پچژگ") ? new Language("fa", "Persian") : new Language("ar", "Arabic");
  }

  private boolean has(String marks) {
    return text.codePoints().anyMatch(c -> marks.indexOf(Character.toLowerCase(c)) >= 0);
  }
}
