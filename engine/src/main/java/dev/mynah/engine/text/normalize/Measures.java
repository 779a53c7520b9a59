package dev.mynah.engine.text.normalize;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** 5 km, 30 m², -4 °C, 5'10". */
final class Measures {
  private static final String AMOUNT = "(?<![\\p{L}\\p{N}_.])(-?" + Rule.NUMBER + ")";
  private static final WordTables.Quantity DEGREES = new WordTables.Quantity("degree", "degrees");

  /** Units that only an exponent tells from other letters. */
  private static final Map<String, WordTables.Quantity> LENGTHS =
      Map.of("m", new WordTables.Quantity("meter", "meters"));

  private final Map<String, WordTables.Quantity> units;

  Measures(WordTables tables) {
    this.units = tables.units();
  }

  List<Rule> rules() {
    String unit = WordTables.anyOf(units.keySet());
    return List.of(
        Rule.of(
            Rule.Trigger.DIGIT,
            AMOUNT + " ?° ?([CF])?" + Rule.WORD_ENDS,
            (measure, text) -> readDegrees(measure)),
        Rule.of(
            Rule.Trigger.DIGIT,
            AMOUNT + " ?(" + unit + "|m)([²³])" + Rule.WORD_ENDS,
            (measure, text) -> readPower(measure)),
        Rule.of(
            Rule.Trigger.DIGIT,
            AMOUNT + " ?(" + unit + ")" + Rule.WORD_ENDS,
            (measure, text) -> measure.group(1) + " " + name(measure.group(2), measure.group(1))),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_.'])([0-9])'([0-9]{1,2})\"",
            (measure, text) -> measure.group(1) + " foot " + measure.group(2)));
  }

  private static String readDegrees(MatchResult measure) {
    String words = measure.group(1) + " " + DEGREES.name(measure.group(1));
    return words + scale(measure.group(2));
  }

  private static String scale(@Nullable String letter) {
    if (letter == null) {
      return "";
    }
    return letter.equals("C") ? " Celsius" : " Fahrenheit";
  }

  private String readPower(MatchResult measure) {
    String power = measure.group(3).equals("²") ? " square " : " cubic ";
    return measure.group(1) + power + name(measure.group(2), measure.group(1));
  }

  private String name(String unit, String amount) {
    WordTables.Quantity quantity = units.getOrDefault(unit, LENGTHS.get(unit));
    return quantity == null ? unit : quantity.name(amount);
  }
}
