package dev.mynah.server.voice;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Text as it is compared when people look for something: "Zoë's Straße" is found by "ZOES strasse".
 */
final class FoldedText {
  /** Letters that Unicode doesn't take for a plain one with a mark, but people do. */
  private static final Map<Integer, String> PLAIN =
      Map.ofEntries(
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'ı', "i"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"));

  private static final String APOSTROPHES = "'\u2018\u2019\u02bc`\u00b4";

  private FoldedText() {}

  /** Returns a text without case and accents. */
  static String letters(String text) {
    // Upper case first: it writes ß as SS, and final sigma as any other.
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(folded.length());
    folded
        .codePoints()
        .forEach(
            letter -> {
              String as = PLAIN.get(letter);
              if (as == null) {
                plain.appendCodePoint(letter);
              } else {
                plain.append(as);
              }
            });
    return plain.toString();
  }

  /**
   * Returns a title's words with one blank between them, without case, accents and punctuation; a
   * title of nothing but signs is left as it is.
   */
  static String title(String title) {
    StringBuilder words = new StringBuilder(title.length());
    letters(title)
        .codePoints()
        .filter(sign -> APOSTROPHES.indexOf(sign) < 0)
        .map(sign -> Character.isLetterOrDigit(sign) ? sign : ' ')
        .forEach(words::appendCodePoint);
    String folded = words.toString().strip().replaceAll(" +", " ");
    return folded.isEmpty() ? letters(title).strip() : folded;
  }

  /** Returns the words of {@link #title}. */
  static List<String> words(String title) {
    return Arrays.stream(title(title).split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
