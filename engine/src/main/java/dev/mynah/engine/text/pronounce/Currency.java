package dev.mynah.engine.text.pronounce;

import java.util.Optional;

/** Currencies whose amounts are read with their small change. */
enum Currency {
  DOLLAR("$", "dollar", "cent", "cent"),
  POUND("£", "pound", "pence", "penny"),
  EURO("€", "euro", "cent", "cent");

  private final String symbol;
  private final String unit;
  private final String change;
  private final String singleChange;

  Currency(String symbol, String unit, String change, String singleChange) {
    this.symbol = symbol;
    this.unit = unit;
    this.change = change;
    this.singleChange = singleChange;
  }

  String unit() {
    return unit;
  }

  /** Returns the hundredth part, which is plural for pounds. */
  String change() {
    return change;
  }

  String singleChange() {
    return singleChange;
  }

  static Optional<Currency> ofSymbol(String symbol) {
    for (Currency currency : values()) {
      if (currency.symbol.equals(symbol)) {
        return Optional.of(currency);
      }
    }
    return Optional.empty();
  }
}
