package dev.mynah.engine.text.normalize;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes out what the lexicon can't read by itself. Its rules run one after the other over a whole
 * sentence; what one writes, later ones see. Plain numbers, ordinals, years, decimals and amounts
 * in dollars, pounds and euros are left to the lexicon, which knows how they stand in the sentence.
 */
public final class TextNormalizer {
  private final List<Rule> rules;
  private final Symbols symbols;

  /** Creates a normaliser that writes the words of some tables. */
  public TextNormalizer(WordTables tables) {
    CalendarDates dates = new CalendarDates(tables);
    List<Rule> ordered = new ArrayList<>();
    ordered.addAll(WebAddresses.rules());
    ordered.addAll(PhoneNumbers.rules());
    ordered.addAll(ClockTimes.rules());
    ordered.addAll(dates.digitRules());
    ordered.addAll(new MoneyAmounts(tables).rules());
    ordered.addAll(Fractions.signRules());
    ordered.addAll(new Measures(tables).rules());
    ordered.addAll(dates.nameRules());
    ordered.addAll(new Abbreviations(tables).rules());
    ordered.addAll(new RomanNumerals(tables).rules());
    ordered.addAll(new Fractions(dates).rules());
    ordered.add(Rule.of(Rule.Trigger.DIGIT, "(?<![\\p{L}\\p{N}_+])\\+(?=[0-9])", "plus "));
    this.rules = List.copyOf(ordered);
    this.symbols = new Symbols(tables);
  }

  /**
   * Writes out a sentence.
   *
   * @param sentence one sentence without line breaks
   * @return the same in words, with single spaces
   */
  public String normalize(String sentence) {
    String text = singleSpaced(sentence.replace('’', '\'').replace('‒', '-').replace('―', '—'));
    for (Rule rule : rules) {
      text = rule.apply(text);
    }
    return closedUp(singleSpaced(symbols.apply(text)));
  }

  private static String singleSpaced(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        space = !spaced.isEmpty();
      } else {
        if (space) {
          spaced.append(' ');
          space = false;
        }
        spaced.append(c);
      }
    }
    return spaced.toString();
  }

  /** Takes away spaces before punctuation. */
  private static String closedUp(String text) {
    StringBuilder closed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (",.;:!?".indexOf(c) >= 0
          && !closed.isEmpty()
          && closed.charAt(closed.length() - 1) == ' ') {
        closed.setLength(closed.length() - 1);
      }
      closed.append(c);
    }
    return closed.toString();
  }
}
