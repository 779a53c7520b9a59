package dev.mynah.engine.text.normalize;

import java.util.List;
import java.util.regex.MatchResult;

/** Chapter IV, Henry VIII. */
final class RomanNumerals {
  private static final String NUMERAL =
      "((?=[IVXLC])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
          + Rule.WORD_ENDS
          + "(?![.'’]"
          + Rule.WORD
          + ")";
  private static final String LETTERS = "IVXLCDM";
  private static final int[] VALUES = {1, 5, 10, 50, 100, 500, 1000};

  private final List<String> numbered;
  private final List<String> ranked;

  RomanNumerals(WordTables tables) {
    this.numbered = tables.numberedByRoman();
    this.ranked = tables.rankedByRoman();
  }

  List<Rule> rules() {
    return List.of(
        Rule.of(
            Rule.Trigger.ALWAYS,
            Rule.WORD_STARTS + "(" + WordTables.anyOf(numbered) + ") " + NUMERAL,
            (numeral, text) -> numeral.group(1) + " " + value(numeral.group(2))),
        Rule.of(
            Rule.Trigger.ALWAYS,
            Rule.WORD_STARTS + "(" + WordTables.anyOf(ranked) + ") " + NUMERAL,
            RomanNumerals::readRank));
  }

  private static String readRank(MatchResult numeral, String text) {
    String rank = Integer.toString(value(numeral.group(2)));
    return numeral.group(1) + " the " + NumberWords.written(NumberWords.ordinal(rank));
  }

  static int value(String numeral) {
    int value = 0;
    for (int i = 0; i < numeral.length(); i++) {
      int letter = VALUES[LETTERS.indexOf(numeral.charAt(i))];
      boolean subtracted =
          i + 1 < numeral.length() && VALUES[LETTERS.indexOf(numeral.charAt(i + 1))] > letter;
      value += subtracted ? -letter : letter;
    }
    return value;
  }
}
