package dev.mynah.server.rendering;

/**
 * How long the voice rests between two texts of one stream: what a sentence or a clause asks for,
 * less the margins that engines leave around what they say.
 */
final class Rest {
  private static final double SENTENCE = 0.23; // seconds
  private static final double CLAUSE = 0.03;
  private static final String SENTENCE_ENDS = ".!?…。！？";
  private static final String CLAUSE_ENDS = ",;:—–";
  private static final String CLOSERS = "\"”’')]}»";

  private Rest() {}

  /** Returns the rest after a text, in seconds at the voice's own pace. */
  static double after(String text) {
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (SENTENCE_ENDS.indexOf(c) >= 0) {
        return SENTENCE;
      }
      if (CLAUSE_ENDS.indexOf(c) >= 0) {
        return CLAUSE;
      }
      if (!Character.isWhitespace(c) && CLOSERS.indexOf(c) < 0) {
        return 0;
      }
    }
    return 0;
  }
}
