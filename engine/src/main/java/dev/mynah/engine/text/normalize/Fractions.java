package dev.mynah.engine.text.normalize;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** 1/2, 3/4, 2 1/2, 2½; short dates 6/15; ranges 10-20. */
final class Fractions {
  private static final Map<Integer, String> PARTS =
      Map.of(
          2, "half", 3, "third", 4, "quarter", 5, "fifth", 6, "sixth", 7, "seventh", 8, "eighth", 9,
          "ninth", 10, "tenth");
  private static final int SMALLEST_PART = 10; // 1/10
  private static final int LAST_MONTH = 12;
  private static final int LAST_DAY = 31;

  /** The signs and what they say. */
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("½", "1/2"),
          Map.entry("⅓", "1/3"),
          Map.entry("⅔", "2/3"),
          Map.entry("¼", "1/4"),
          Map.entry("¾", "3/4"),
          Map.entry("⅕", "1/5"),
          Map.entry("⅖", "2/5"),
          Map.entry("⅗", "3/5"),
          Map.entry("⅘", "4/5"),
          Map.entry("⅙", "1/6"),
          Map.entry("⅚", "5/6"),
          Map.entry("⅛", "1/8"),
          Map.entry("⅜", "3/8"),
          Map.entry("⅝", "5/8"),
          Map.entry("⅞", "7/8"));

  private final CalendarDates dates;

  Fractions(CalendarDates dates) {
    this.dates = dates;
  }

  /** Signs such as ½, which must be taken before units are. */
  static List<Rule> signRules() {
    String sign = "([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])";
    return List.of(
        Rule.of(
            Rule.Trigger.ALWAYS,
            "(?<=[0-9]) ?" + sign,
            (fraction, text) -> " " + SIGNS.get(fraction.group(1))),
        Rule.of(
            Rule.Trigger.ALWAYS,
            sign,
            (fraction, text) -> " " + SIGNS.get(fraction.group(1)) + " "));
  }

  List<Rule> rules() {
    return List.of(
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_./])24/7(?![\\p{L}\\p{N}_/])",
            "twenty-four seven"),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_./,])([0-9]{1,3}) ([0-9])/([0-9]{1,2})"
                + "(?![\\p{L}\\p{N}_/])(?!\\.[0-9])",
            Fractions::readMixed),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_./])([0-9]{1,2})/([0-9]{1,2})(?![\\p{L}\\p{N}_/])(?!\\.[0-9])",
            this::read),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_.\\-])([0-9]{1,4}) ?[-–] ?([0-9]{1,4})(?![\\p{L}\\p{N}_\\-%])"
                + "(?!\\.[\\p{L}\\p{N}_])",
            (range, text) ->
                range.group(1) + (text.indexOf('=') >= 0 ? " minus " : " to ") + range.group(2)));
  }

  private static String readMixed(MatchResult number, String text) {
    int top = Integer.parseInt(number.group(2));
    int bottom = Integer.parseInt(number.group(3));
    if (top == 0 || top >= bottom || bottom > SMALLEST_PART) {
      return number.group();
    }
    String words = top == 1 ? "a " + PARTS.get(bottom) : part(top, bottom);
    return number.group(1) + " and " + words;
  }

  private String read(MatchResult fraction, String text) {
    int top = Integer.parseInt(fraction.group(1));
    int bottom = Integer.parseInt(fraction.group(2));
    if (top > 0 && top < bottom && bottom <= SMALLEST_PART) {
      return part(top, bottom);
    }
    if (top >= 1 && top <= LAST_MONTH && bottom >= 1 && bottom <= LAST_DAY) {
      return dates.date(top, bottom, "").orElse(fraction.group());
    }
    return top + " slash " + bottom;
  }

  private static String part(int top, int bottom) {
    if (bottom == 2) {
      return "one half";
    }
    return top + " " + PARTS.get(bottom) + (top == 1 ? "" : "s");
  }
}
