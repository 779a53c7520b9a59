package dev.mynah.engine.text.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Signs that stand for words: = < > × ± ™ and the like. */
final class Symbols {
  /** Read only between two things they relate; at an edge they are decoration. */
  private static final String RELATIONS = "=<>~";

  private record Symbol(String sign, Rule rule) {}

  private final List<Symbol> symbols = new ArrayList<>();

  Symbols(WordTables tables) {
    for (Map.Entry<String, String> entry : tables.symbols().entrySet()) {
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
