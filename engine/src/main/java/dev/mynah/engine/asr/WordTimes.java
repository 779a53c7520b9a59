package dev.mynah.engine.asr;

import dev.mynah.engine.spi.RecognizedWord;
import java.util.ArrayList;
import java.util.List;

/*
 * The network's export doesn't show which sound it looked at for a word, so that words can't be
 * placed exactly. They are spread over their segment by their length in letters, a mark at the end
 * of a word counting as the short pause it usually is.
 */
/** Estimates when the words of a segment are spoken. */
final class WordTimes {
  /** What a word takes besides its letters, in letters. */
  private static final double WORD_SHARE = 1.5;

  private static final double PAUSE_SHARE = 2; // letters

  private WordTimes() {}

  /** Returns the words in order, together as long as the segment. */
  static List<RecognizedWord> spread(String text, double startSeconds, double endSeconds) {
    String[] words = text.split(" ", -1);
    double whole = 0;
    for (String word : words) {
      whole += share(word);
    }
    List<RecognizedWord> timed = new ArrayList<>();
    double before = 0;
    for (String word : words) {
      double after = before + share(word);
      timed.add(
          new RecognizedWord(
              word,
              startSeconds + (endSeconds - startSeconds) * before / whole,
              startSeconds + (endSeconds - startSeconds) * after / whole));
      before = after;
    }
    return timed;
  }

  private static double share(String word) {
    char last = word.charAt(word.length() - 1);
    return word.length() + WORD_SHARE + (Character.isLetterOrDigit(last) ? 0 : PAUSE_SHARE);
  }
}
