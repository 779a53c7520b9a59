package dev.mynah.engine.text.normalize;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;

/**
 * $3 million, ¥500, 50¢, USD 20. Plain amounts in dollars, pounds and euros are left as they are.
 */
final class MoneyAmounts {
  private static final String SCALE =
      "(hundred|thousand|million|billion|trillion|(?:[kKmMbB]|bn|tn)" + Rule.WORD_ENDS + ")";
  private static final Map<String, String> SCALE_LETTERS =
      Map.of("k", "thousand", "m", "million", "b", "billion", "bn", "billion", "tn", "trillion");

  private final Map<String, WordTables.Quantity> currencies;

  MoneyAmounts(WordTables tables) {
    this.currencies = tables.currencies();
  }

  List<Rule> rules() {
    return List.of(
        Rule.of(
            Rule.Trigger.DIGIT,
            "([$£€])(" + Rule.NUMBER + ") ?" + SCALE,
            (money, text) -> scaled(money.group(1), money.group(2), money.group(3))),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_.])(" + Rule.NUMBER + ") ?¢",
            (money, text) -> money.group(1) + " " + name("¢", money.group(1))),
        Rule.of(
            Rule.Trigger.DIGIT,
            Rule.WORD_STARTS
                + "([¥₹₩]|Rs\\.?|USD|EUR|GBP) ?("
                + Rule.NUMBER
                + ")(?: ?"
                + SCALE
                + ")?",
            this::readForeign));
  }

  private String readForeign(MatchResult money, String text) {
    String sign = money.group(1).replace(".", "");
    return money.group(3) == null
        ? money.group(2) + " " + name(sign, money.group(2))
        : scaled(sign, money.group(2), money.group(3));
  }

  private String scaled(String sign, String amount, String scale) {
    String word = SCALE_LETTERS.getOrDefault(scale.toLowerCase(Locale.ROOT), scale);
    WordTables.Quantity currency = currencies.get(sign);
    return amount + " " + word + (currency == null ? "" : " " + currency.many());
  }

  private String name(String sign, String amount) {
    WordTables.Quantity currency = currencies.get(sign);
    return currency == null ? sign : currency.name(amount);
  }
}
