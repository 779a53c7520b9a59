package dev.mynah.engine.text.normalize;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** Prof. Smith, approx., No. 5, #3, C#. */
final class Abbreviations {
  private final Map<String, String> titles;
  private final Map<String, String> abbreviations;

  Abbreviations(WordTables tables) {
    this.titles = tables.titles();
    this.abbreviations = tables.abbreviations();
  }

  List<Rule> rules() {
    return List.of(
        Rule.of(
            Rule.Trigger.ALWAYS,
            Rule.WORD_STARTS + "(" + WordTables.anyOf(titles.keySet()) + ")\\.? (?=[A-Z])",
            (title, text) -> titles.get(title.group(1)) + " "),
        Rule.of(
            Rule.Trigger.ALWAYS,
            "(?<![\\p{L}\\p{N}_.])("
                + WordTables.anyOf(abbreviations.keySet())
                + ")"
                + Rule.WORD_ENDS,
            this::read),
        Rule.of(
            Rule.Trigger.POINT,
            Rule.WORD_STARTS + "(Nos?)\\. ?(?=[0-9])",
            (number, text) -> number.group(1).equals("No") ? "Number " : "Numbers "),
        Rule.of(
            Rule.Trigger.ALWAYS,
            Rule.WORD_STARTS + "([CF])#" + Rule.WORD_ENDS,
            (language, text) -> language.group(1) + " sharp"),
        Rule.of(Rule.Trigger.POINT, "(?<![\\p{L}\\p{N}_.])\\.NET" + Rule.WORD_ENDS, "dot net"),
        Rule.of(Rule.Trigger.DIGIT, "(?<![\\p{L}\\p{N}_&])#(?=[0-9])", "number "));
  }

  private String read(MatchResult abbreviation, String text) {
    String word = abbreviations.get(abbreviation.group(1));
    boolean endsSentence =
        abbreviation.end() == text.length() && abbreviation.group(1).endsWith(".");
    return endsSentence ? word + "." : String.valueOf(word);
  }
}
