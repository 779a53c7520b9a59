package dev.mynah.engine.lark;

import dev.mynah.engine.lark.synthesis.Utterance.WordIds;
import java.util.ArrayList;
import java.util.List;

/** Finds where the written words of a piece of text are among the phonemes that say it. */
final class WordPlaces {
  private WordPlaces() {}

  /**
   * Gives each written word its share of the spoken ones.
   *
   * @param text the whole text
   * @param start offset of the piece in it
   * @param end offset after the piece
   * @param phonemes what says the piece, words apart by a space
   */
  static List<WordIds> of(String text, int start, int end, String phonemes) {
    List<int[]> written = words(text, start, end);
    List<int[]> spoken = words(phonemes, 0, phonemes.length());
    List<WordIds> places = new ArrayList<>(written.size());
    long letters = written.stream().mapToLong(word -> word[1] - word[0]).sum();
    long before = 0;
    for (int i = 0; i < written.size(); i++) {
      int[] word = written.get(i);
      int[] said =
          written.size() == spoken.size()
              ? spoken.get(i)
              : new int[] {
                (int) (before * phonemes.length() / letters),
                (int) ((before + word[1] - word[0]) * phonemes.length() / letters)
              };
      before += word[1] - word[0];
      // the first id is the 0 before the first phoneme
      places.add(new WordIds(word[0], word[1], said[0] + 1, said[1] + 1));
    }
    return places;
  }

  /** Returns [start, end) of all that stands between spaces. */
  private static List<int[]> words(String text, int start, int end) {
    List<int[]> words = new ArrayList<>();
    int at = start;
    while (at < end) {
      int from = at;
      while (at < end && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at > from) {
        words.add(new int[] {from, at});
      }
      at++;
    }
    return words;
  }
}
