package dev.mynah.engine.text;

import java.text.Normalizer;

/**
 * Leaves of a text only characters that can be said or that punctuate: control characters, lone
 * surrogates, symbols beyond the first plane and emoji become spaces; zero-width and direction
 * marks vanish; digits of every script become ASCII; other scripts' letters become Latin ones where
 * a lone foreign word can be read that way.
 */
final class CharacterCleaner {
  private static final char VARIATION_SELECTOR_FIRST = '\uFE00';
  private static final char VARIATION_SELECTOR_LAST = '\uFE0F';

  private CharacterCleaner() {}

  static String clean(String text) {
    if (isPlain(text)) {
      return text;
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    StringBuilder clean = new StringBuilder(composed.length());
    for (int i = 0; i < composed.length(); ) {
      int c = composed.codePointAt(i);
      i += Character.charCount(c);
      append(c, clean);
    }
    return clean.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x7F || c < ' ') {
        return false;
      }
    }
    return true;
  }

  private static void append(int c, StringBuilder clean) {
    if (c < 0x7F) {
      clean.append(c < ' ' ? ' ' : (char) c);
      return;
    }
    if (Character.isDigit(c)) {
      clean.append(Character.digit(c, 10));
      return;
    }
    switch (Character.getType(c)) {
      case Character.FORMAT, Character.ENCLOSING_MARK -> {}
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          clean.append(' ');
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> {
        // What didn't compose with its letter has no sound in English.
      }
      default -> appendVisible(c, clean);
    }
  }

  private static void appendVisible(int c, StringBuilder clean) {
    if (c >= VARIATION_SELECTOR_FIRST && c <= VARIATION_SELECTOR_LAST) {
      return;
    }
    if (Character.isLetter(c) && !isReadable(c)) {
      clean.append(ForeignLetters.latin(c));
    } else if (c <= Character.MAX_VALUE) {
      boolean pictogram = Character.getType(c) == Character.OTHER_SYMBOL && !isWritten((char) c);
      clean.append(pictogram ? ' ' : wide((char) c));
    } else {
      String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
      clean.append(plain.length() == 1 && Character.isLetterOrDigit(plain.charAt(0)) ? plain : " ");
    }
  }

  /** Scripts whose letters the network for unknown words reads. */
  private static boolean isReadable(int c) {
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script == Character.UnicodeScript.LATIN || script == Character.UnicodeScript.COMMON;
  }

  /** Signs of the symbol category that have a name in the tables. */
  private static boolean isWritten(char c) {
    return "°©®™¶→←".indexOf(c) >= 0;
  }

  /** Punctuation of East Asian texts as it is written in English ones. */
  private static String wide(char c) {
    return switch (c) {
      case '。' -> ". ";
      case '！' -> "! ";
      case '？' -> "? ";
      case '，', '、' -> ", ";
      case '；' -> "; ";
      case '：' -> ": ";
      default -> String.valueOf(c);
    };
  }
}
