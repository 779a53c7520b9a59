package dev.mynah.engine.text.pronounce;

/** Kinds of characters the tokenizer tells apart. */
final class TokenCharacters {
  private static final String PUNCTUATION = "…,:;!?¿¡()[]{}<>_#*&。？！，、；：～·";
  private static final String QUOTES = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉";
  private static final String ICONS = "™®©°§¶†‡•";
  private static final String CURRENCIES = "$£€¥฿₽₹₩₪₺₴₦₫₱₲₵₸₼₾₿";

  private TokenCharacters() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A letter, or a sign like ² that stands in words as letters do. */
  static boolean isLetter(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    int type = Character.getType(c);
    return Character.isLetter(c)
        || type == Character.OTHER_NUMBER
        || type == Character.LETTER_NUMBER;
  }

  /** A small Latin letter. */
  static boolean isSmall(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'ß' && c <= 'ÿ' && c != '÷');
  }

  /** A capital Latin letter. */
  static boolean isCapital(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'À' && c <= 'Þ' && c != '×');
  }

  static boolean isPunctuation(char c) {
    return PUNCTUATION.indexOf(c) >= 0;
  }

  static boolean isQuote(char c) {
    return QUOTES.indexOf(c) >= 0;
  }

  static boolean isIcon(char c) {
    return ICONS.indexOf(c) >= 0;
  }

  static boolean isCurrency(char c) {
    return CURRENCIES.indexOf(c) >= 0;
  }

  static boolean isDash(char c) {
    return c == '—' || c == '–';
  }

  static boolean isApostrophe(char c) {
    return c == '\'' || c == '‘' || c == '’';
  }
}
