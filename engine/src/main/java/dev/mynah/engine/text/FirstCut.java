package dev.mynah.engine.text;

import dev.mynah.engine.spi.Latency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides how much of the first sentence is said in the first go, so that it sounds soon: up to a
 * comma or the like where that is worth saying by itself, else, for who is in a hurry, a few words,
 * cut where a phrase ends.
 */
final class FirstCut {
  private static final String CLAUSE_ENDS = ",;:—";

  private static final int LEAST_BALANCED = 4; // words before a clause end
  private static final int MOST_BALANCED = 20; // words: a longer clause gains nothing
  private static final int LEAST_LOW = 2; // words before a clause end
  private static final int LEAST_PHRASE = 4; // words before a cut without a mark
  private static final int MOST_LOW = 7; // words before any cut
  private static final int LEAST_LEFT = 2; // words after a cut

  /** Small words that begin a phrase. */
  private static final Set<String> STARTERS =
      Set.of(
          "and", "but", "or", "so", "because", "that", "which", "who", "when", "where", "while",
          "if", "as", "than", "in", "on", "at", "to", "for", "with", "from", "of", "by", "into",
          "over", "under", "after", "before", "is", "are", "was", "were", "has", "have", "will");

  private FirstCut() {}

  /**
   * Returns how many words are said first; empty for all of them.
   *
   * @param text the whole text
   * @param words those of the first sentence
   * @param phonemes what says them
   */
  static OptionalInt words(String text, List<SaidWord> words, String phonemes, Latency latency) {
    if (latency == Latency.NORMAL) {
      return OptionalInt.empty();
    }
    boolean low = latency == Latency.LOW;
    int least = low ? LEAST_LOW : LEAST_BALANCED;
    int most = Math.min(low ? MOST_LOW : MOST_BALANCED, words.size() - LEAST_LEFT);
    for (int count = least; count <= most; count++) {
      if (endsClause(words, count, phonemes)) {
        return OptionalInt.of(count);
      }
    }
    if (!low || words.size() <= MOST_LOW + LEAST_LEFT) {
      return OptionalInt.empty();
    }
    for (int count = MOST_LOW; count >= LEAST_PHRASE; count--) {
      SaidWord next = words.get(count);
      String word = text.substring(next.start(), next.end()).toLowerCase(Locale.ROOT);
      if (STARTERS.contains(word) && isGap(words, count, phonemes)) {
        return OptionalInt.of(count);
      }
    }
    return isGap(words, MOST_LOW, phonemes) ? OptionalInt.of(MOST_LOW) : OptionalInt.empty();
  }

  private static boolean endsClause(List<SaidWord> words, int count, String phonemes) {
    int end = words.get(count - 1).endPhoneme();
    return end < phonemes.length()
        && CLAUSE_ENDS.indexOf(phonemes.charAt(end)) >= 0
        && isGap(words, count, phonemes);
  }

  /** Whether there is a space between a word and the next, and both are said. */
  private static boolean isGap(List<SaidWord> words, int count, String phonemes) {
    int end = words.get(count - 1).endPhoneme();
    int next = words.get(count).firstPhoneme();
    return end > words.get(count - 1).firstPhoneme()
        && next < words.get(count).endPhoneme()
        && end < next
        && phonemes.substring(end, next).indexOf(' ') >= 0;
  }
}
