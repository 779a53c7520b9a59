package dev.mynah.engine.text.normalize;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out everything a pattern finds.
 *
 * @param trigger what a text must hold for the pattern to be worth trying
 * @param pattern what to look for
 * @param reading what to write for it
 */
record Rule(Trigger trigger, Pattern pattern, Reading reading) {
  /** A character that is part of a word. */
  static final String WORD = "[\\p{L}\\p{N}_]";

  /** Before or after this no word goes on. */
  static final String WORD_STARTS = "(?<!" + WORD + ")";

  static final String WORD_ENDS = "(?!" + WORD + ")";

  /** 1,234.5 */
  static final String NUMBER = "[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?";

  /** What a cheap look at a text can tell about it. */
  enum Trigger {
    ALWAYS,
    DIGIT,
    POINT
  }

  /** Writes out one find. */
  @FunctionalInterface
  interface Reading {
    /**
     * Returns the words for a find, or the find itself to leave it.
     *
     * @param found what was found
     * @param text where it was found
     */
    String of(MatchResult found, String text);
  }

  static Rule of(Trigger trigger, String pattern, Reading reading) {
    return new Rule(trigger, Pattern.compile(pattern), reading);
  }

  static Rule of(Trigger trigger, String pattern, String words) {
    return of(trigger, pattern, (found, text) -> words);
  }

  String apply(String text) {
    if (!triggered(text)) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder written = new StringBuilder(text.length() + 32);
    int at = 0;
    do {
      written.append(text, at, matcher.start()).append(reading.of(matcher, text));
      at = matcher.end();
    } while (matcher.find());
    return written.append(text, at, text.length()).toString();
  }

  private boolean triggered(String text) {
    return switch (trigger) {
      case ALWAYS -> true;
      case POINT -> text.indexOf('.') >= 0;
      case DIGIT -> text.chars().anyMatch(c -> c >= '0' && c <= '9');
    };
  }
}
