package dev.mynah.server.voice;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The letters a title is written in: what can be told of a language from a few words, without
 * mistaking one for another that is written alike.
 */
enum TitleScript {
  LATIN,
  HAN,
  KANA,
  HANGUL,
  CYRILLIC,
  ARABIC,
  HEBREW,
  GREEK,
  DEVANAGARI,
  THAI,
  /** Another script, or no letters at all. */
  OTHER;

  private static final Set<String> KNOWN_LANGUAGES = Set.of(Locale.getISOLanguages());

  /** Returns the script most letters of a title are in; any kana makes it Japanese. */
  static TitleScript of(String title) {
    Map<TitleScript, Integer> counts = new EnumMap<>(TitleScript.class);
    title
        .codePoints()
        .filter(Character::isLetter)
        .forEach(letter -> counts.merge(of(UnicodeScript.of(letter)), 1, Integer::sum));
    if (counts.containsKey(KANA)) {
      return KANA;
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(OTHER);
  }

  private static TitleScript of(UnicodeScript script) {
    return switch (script) {
      case LATIN -> LATIN;
      case HAN -> HAN;
      case HIRAGANA, KATAKANA -> KANA;
      case HANGUL -> HANGUL;
      case CYRILLIC -> CYRILLIC;
      case ARABIC -> ARABIC;
      case HEBREW -> HEBREW;
      case GREEK -> GREEK;
      case DEVANAGARI -> DEVANAGARI;
      case THAI -> THAI;
      default -> OTHER;
    };
  }

  /**
   * Returns the scripts a language is written in; none if there is no such language.
   *
   * @param tag BCP 47, e.g. {@code en} or {@code zh-CN}
   */
  static Set<TitleScript> ofLanguage(String tag) {
    String language = Locale.forLanguageTag(tag).getLanguage();
    return switch (language) {
      case "zh", "yue" -> EnumSet.of(HAN);
      case "ja" -> EnumSet.of(KANA, HAN);
      case "ko" -> EnumSet.of(HANGUL);
      case "ru", "uk", "be", "bg", "mk", "kk", "ky", "mn", "tg" -> EnumSet.of(CYRILLIC);
      case "sr" -> EnumSet.of(CYRILLIC, LATIN);
      case "ar", "fa", "ur", "ps" -> EnumSet.of(ARABIC);
      case "he", "yi" -> EnumSet.of(HEBREW);
      case "el" -> EnumSet.of(GREEK);
      case "hi", "mr", "ne" -> EnumSet.of(DEVANAGARI);
      case "th" -> EnumSet.of(THAI);
      case "ka", "hy", "am", "bn", "ta", "te", "kn", "ml", "gu", "pa", "si", "km", "lo", "my" ->
          EnumSet.of(OTHER);
      default ->
          KNOWN_LANGUAGES.contains(language)
              ? EnumSet.of(LATIN)
              : EnumSet.noneOf(TitleScript.class);
    };
  }
}
