package dev.mynah.bench;

import java.util.Locale;

/*
 * Word error rate: the fewest words to replace, drop and add that turn what was heard into what was
 * said, over the words said (Levenshtein, 1966). Letters' case and punctuation don't count.
 */
/** Adds up how many words a recogniser got wrong. */
final class WordErrors {
  private int said;
  private int wrong;

  /** Compares one transcript and returns its errors. */
  int add(String reference, String heard) {
    String[] first = words(reference);
    String[] second = words(heard);
    int errors = distance(first, second);
    said += first.length;
    wrong += errors;
    return errors;
  }

  private static String[] words(String text) {
    String plain =
        text.toLowerCase(Locale.ENGLISH)
            .replace('\u2019', '\'')
            .replaceAll("[^\\p{L}\\p{N}']+", " ")
            .replaceAll("(^| )'+|'+( |$)", " ")
            .strip();
    return plain.isEmpty() ? new String[0] : plain.split(" +");
  }

  private static int distance(String[] first, String[] second) {
    int[] costs = new int[second.length + 1];
    for (int j = 0; j <= second.length; j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= first.length; i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= second.length; j++) {
        int replaced = diagonal + (first[i - 1].equals(second[j - 1]) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[second.length];
  }

  /** Returns the words said. */
  int said() {
    return said;
  }

  /** Returns the words wrong. */
  int wrong() {
    return wrong;
  }

  /** Returns the word error rate in per cent. */
  double percent() {
    return said == 0 ? 0 : 100.0 * wrong / said;
  }
}
