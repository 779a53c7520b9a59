package dev.mynah.engine.text;

import dev.mynah.engine.text.pronounce.Pronunciation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds which phonemes say which written word, though between the two the text was written out:
 * "Dr. Lee paid 5 km" became "Doctor Lee paid five kilometers". Words that are the same on both
 * sides hold the two together (a longest common subsequence); what lies between belongs to what
 * lies between.
 */
final class WordAligner {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern TAG = Pattern.compile("<\\|[^|<>]{0,64}\\|>");

  /** What stands around the sounds of a word. */
  private static final String AROUND = " ;:,.!?—…\"“”()";

  private final UnaryOperator<String> writtenOut;

  /**
   * @param writtenOut gives what a word by itself becomes
   */
  WordAligner(UnaryOperator<String> writtenOut) {
    this.writtenOut = writtenOut;
  }

  /**
   * Returns the words of a part of a text in order, each once, and where they are said.
   *
   * @param text the whole text
   * @param start offset of the part
   * @param end offset after it
   * @param normalized what the part became before it was pronounced
   * @param said how that is said
   */
  List<SaidWord> align(String text, int start, int end, String normalized, Pronunciation said) {
    List<int[]> places = new ArrayList<>();
    List<String> written = new ArrayList<>();
    Matcher word = WORD.matcher(text).region(start, end);
    while (word.find()) {
      places.add(new int[] {word.start(), word.end()});
      written.add(word.group());
    }
    List<String> spoken = normalized.isBlank() ? List.of() : List.of(normalized.split("\\s+"));
    int[] firsts =
        spoken.size() == said.chunks().size()
            ? firsts(written, spoken)
            : shares(written, spoken.size(), said.chunks().size());
    List<SaidWord> words = new ArrayList<>();
    int reached = 0;
    for (int i = 0; i < written.size(); i++) {
      int[] span = sounds(said, firsts[i], firsts[i + 1], reached);
      reached = span[1];
      if (span[1] > span[0] || isWord(written.get(i))) {
        words.add(new SaidWord(places.get(i)[0], places.get(i)[1], span[0], span[1]));
      }
    }
    return words;
  }

  /** Signs nobody says are no words, nor are tags. */
  private static boolean isWord(String written) {
    return TAG.matcher(written).replaceAll("").chars().anyMatch(Character::isLetterOrDigit);
  }

  /** The phonemes of chunks [first, end) without what stands around them. */
  private static int[] sounds(Pronunciation said, int first, int end, int reached) {
    if (first >= end) {
      return new int[] {reached, reached};
    }
    int from = said.chunks().get(first).start();
    int to = said.chunks().get(end - 1).end();
    while (from < to && AROUND.indexOf(said.phonemes().charAt(from)) >= 0) {
      from++;
    }
    while (to > from && AROUND.indexOf(said.phonemes().charAt(to - 1)) >= 0) {
      to--;
    }
    return from < to ? new int[] {from, to} : new int[] {reached, reached};
  }

  /** Index of the first spoken word of each written one, and after all of them their number. */
  private int[] firsts(List<String> written, List<String> spoken) {
    List<String> left = written.stream().map(WordAligner::key).toList();
    List<String> right = spoken.stream().map(WordAligner::key).toList();
    int[] firsts = new int[written.size() + 1];
    int[][] common = common(left, right);
    int i = 0;
    int j = 0;
    while (i < left.size()) {
      int gapI = i;
      int gapJ = j;
      while (i < left.size() && j < right.size() && !left.get(i).equals(right.get(j))) {
        if (common[i + 1][j] >= common[i][j + 1]) {
          i++;
        } else {
          j++;
        }
      }
      boolean over = i == left.size() || j == right.size();
      int endI = over ? left.size() : i;
      int endJ = over ? right.size() : j;
      int[] parts = shares(written.subList(gapI, endI), endJ - gapJ, endJ - gapJ);
      for (int k = gapI; k < endI; k++) {
        firsts[k] = gapJ + parts[k - gapI];
      }
      if (over) {
        break;
      }
      firsts[i++] = j++;
      if (i == left.size()) {
        break;
      }
    }
    firsts[written.size()] = spoken.size();
    return firsts;
  }

  /** Length of the longest common subsequence of what begins at [left][right]. */
  private static int[][] common(List<String> left, List<String> right) {
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /** Deals spoken words out to written ones by what each becomes when it stands by itself. */
  private int[] shares(List<String> written, int spoken, int chunks) {
    int[] weights = new int[written.size()];
    int counted = 0;
    for (int i = 0; i < weights.length && written.size() > 1; i++) {
      String out = writtenOut.apply(written.get(i)).strip();
      weights[i] = out.isEmpty() ? 0 : out.split("\\s+").length;
      counted += weights[i];
    }
    int[] firsts = new int[written.size() + 1];
    int before = 0;
    for (int i = 0; i < weights.length; i++) {
      firsts[i] =
          counted == 0 ? chunks * i / weights.length : (int) ((long) chunks * before / counted);
      before += weights[i];
    }
    firsts[written.size()] = spoken == 0 ? 0 : chunks;
    return firsts;
  }

  private static String key(String word) {
    StringBuilder key = new StringBuilder(word.length());
    word.codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
    return key.isEmpty() ? word : key.toString().toLowerCase(Locale.ROOT);
  }
}
