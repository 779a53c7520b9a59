package dev.mynah.server.app.config;

import java.util.Arrays;
import java.util.List;

/** Guesses which word somebody meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * Returns the word that takes the fewest typing mistakes to become {@code written}.
   *
   * @param words at least one
   */
  public static String nearest(String written, List<String> words) {
    String best = words.getFirst();
    int fewest = Integer.MAX_VALUE;
    for (String word : words) {
      int mistakes = editDistance(written, word);
      if (mistakes < fewest) {
        fewest = mistakes;
        best = word;
      }
    }
    return best;
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one word to the other. */
  private static int editDistance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    Arrays.setAll(previous, index -> index);
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + replaced,
                1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
