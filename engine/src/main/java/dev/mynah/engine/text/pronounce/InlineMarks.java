package dev.mynah.engine.text.pronounce;

/**
 * Private-use characters that stand for words whose pronunciation the author gave, so that no rule
 * touches them on the way to the tagger.
 */
public final class InlineMarks {
  private static final char FIRST = '\uE000';

  /** How many given pronunciations a sentence may have. */
  public static final int LIMIT = 0x1000;

  private InlineMarks() {}

  /** Returns the mark for the pronunciation with an index below {@link #LIMIT}. */
  public static char mark(int index) {
    return (char) (FIRST + index);
  }

  /** Whether a character is such a mark. */
  public static boolean isMark(char c) {
    return c >= FIRST && c < FIRST + LIMIT;
  }

  static int index(char mark) {
    return mark - FIRST;
  }
}
