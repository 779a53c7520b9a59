package dev.mynah.engine.text.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Signs that stand for words: = < > × ± ™ and the like. */
final class Symbols {
  /** Read only between two things they relate; at an edge they are decoration. */
  private static final String RELATIONS = "=<>~";

  /** Signs of mathematics that the model's table lacks. */
  private static final Map<String, String> MATHEMATICS =
      Map.of(
          "≠", "is not equal to",
          "≤", "is at most",
          "≥", "is at least",
          "≈", "is about",
          "∞", "infinity",
          "√", "the square root of",
          "−", "minus");

  private record Symbol(String sign, Rule rule) {}

  private final List<Symbol> symbols = new ArrayList<>();

  Symbols(WordTables tables) {
    Map<String, String> words = new LinkedHashMap<>(MATHEMATICS);
    words.putAll(tables.symbols());
    for (Map.Entry<String, String> entry : words.entrySet()) {
      String sign = entry.getKey();
      String word = entry.getValue();
      String quoted = Pattern.quote(sign);
      boolean relation = RELATIONS.contains(sign);
      String pattern = relation ? "(?<=[^\\s]) ?" + quoted + " ?(?=[^\\s])" : quoted;
      String spoken = word.isEmpty() ? " " : " " + word + " ";
      symbols.add(new Symbol(sign, Rule.of(Rule.Trigger.ALWAYS, pattern, spoken)));
    }
  }

  String apply(String text) {
    String written = text;
    for (Symbol symbol : symbols) {
      if (written.contains(symbol.sign())) {
        written = symbol.rule().apply(written);
      }
    }
    return written;
  }
}
