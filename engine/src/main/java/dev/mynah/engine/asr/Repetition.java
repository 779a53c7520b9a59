package dev.mynah.engine.asr;

/*
 * A network that writes token after token can fall into a circle, most often on noise and music: it
 * repeats a phrase until it is stopped. People repeat themselves as well ("no, no, no"), so that a
 * circle takes several turns and some length before it is believed.
 */
/** Finds the end of a text going round in circles. */
final class Repetition {
  private static final int LONGEST_PHRASE = 24; // tokens
  private static final int FEWEST_TURNS = 4;
  private static final int FEWEST_TOKENS = 16; // in all turns

  private Repetition() {}

  /**
   * Returns how many tokens at the end of a text only repeat those before them, or 0.
   *
   * @param tokens the text
   * @param length how many of them count
   */
  static int surplus(int[] tokens, int length) {
    for (int phrase = 1; phrase <= LONGEST_PHRASE; phrase++) {
      int repeated = 0;
      while (repeated < length - phrase
          && tokens[length - 1 - repeated] == tokens[length - 1 - repeated - phrase]) {
        repeated++;
      }
      int turns = 1 + repeated / phrase;
      if (turns >= FEWEST_TURNS && turns * phrase >= FEWEST_TOKENS) {
        return repeated;
      }
    }
    return 0;
  }
}
