package dev.mynah.engine.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the phonemes of a sentence that is too long for the network: at clause punctuation if there
 * is any, else between words, else anywhere.
 */
final class PhonemeLimiter {
  private static final String CLAUSE_ENDS = ",;:—";

  private final int limit;

  PhonemeLimiter(int limit) {
    this.limit = limit;
  }

  /** Returns pieces of at most the limit, which together say the same. */
  List<String> split(String phonemes) {
    if (phonemes.length() <= limit) {
      return List.of(phonemes);
    }
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (phonemes.length() - start > limit) {
      int cut = lastSpace(phonemes, start, true);
      if (cut <= start) {
        cut = lastSpace(phonemes, start, false);
      }
      if (cut <= start) {
        cut = start + limit;
      }
      pieces.add(phonemes.substring(start, cut).strip());
      start = cut;
      while (start < phonemes.length() && phonemes.charAt(start) == ' ') {
        start++;
      }
    }
    if (start < phonemes.length()) {
      pieces.add(phonemes.substring(start));
    }
    return pieces;
  }

  private int lastSpace(String phonemes, int start, boolean afterClause) {
    for (int i = start + limit; i > start; i--) {
      boolean fits = !afterClause || CLAUSE_ENDS.indexOf(phonemes.charAt(i - 1)) >= 0;
      if (phonemes.charAt(i) == ' ' && fits) {
        return i;
      }
    }
    return -1;
  }
}
