package dev.mynah.engine.text.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;

/** 2024-03-15, 3/15/2024, 15.3.2024, March 15, 15 March, the 15th of March. */
final class CalendarDates {
  private static final int MONTHS = 12;
  private static final int LONGEST_MONTH = 31; // days

  /** Two-digit years above this are of the last century. */
  private static final int LAST_SHORT_YEAR = 30;

  private final Map<String, String> months;
  private final List<String> names;

  CalendarDates(WordTables tables) {
    this.months = tables.months();
    this.names = List.copyOf(months.values());
  }

  /** Dates in digits, which come before money and units. */
  List<Rule> digitRules() {
    return List.of(
        Rule.of(
            Rule.Trigger.DIGIT,
            Rule.WORD_STARTS + "([0-9]{4})-([0-9]{2})-([0-9]{2})" + Rule.WORD_ENDS,
            (date, text) ->
                date(number(date, 2), number(date, 3), date.group(1)).orElse(date.group())),
        Rule.of(
            Rule.Trigger.DIGIT,
            Rule.WORD_STARTS + "([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})" + Rule.WORD_ENDS,
            this::readSlashed),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_.])([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})"
                + "(?![\\p{L}\\p{N}_]|\\.[0-9])",
            (date, text) ->
                date(number(date, 2), number(date, 1), date.group(3)).orElse(date.group())));
  }

  /** Dates with the month's name. */
  List<Rule> nameRules() {
    List<String> spellings = new ArrayList<>(names);
    for (String month : months.keySet()) {
      spellings.add(Character.toUpperCase(month.charAt(0)) + month.substring(1));
    }
    spellings.add("Sept");
    String month = "(" + WordTables.anyOf(spellings) + ")";
    return List.of(
        Rule.of(
            Rule.Trigger.DIGIT,
            Rule.WORD_STARTS
                + month
                + "\\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?![\\p{L}\\p{N}_:%])(,? [0-9]{4}"
                + Rule.WORD_ENDS
                + ")?",
            this::readMonthFirst),
        Rule.of(
            Rule.Trigger.DIGIT,
            Rule.WORD_STARTS + "(?:the )?([0-9]{1,2}) (?:of )?" + month + Rule.WORD_ENDS + "\\.?",
            this::readDayFirst));
  }

  private String readSlashed(MatchResult date, String text) {
    int first = number(date, 1);
    int second = number(date, 2);
    String year = date.group(3);
    if (year.length() == 2) {
      year = (Integer.parseInt(year) > LAST_SHORT_YEAR ? "19" : "20") + year;
    }
    boolean monthFirst = first <= MONTHS;
    return date(monthFirst ? first : second, monthFirst ? second : first, year)
        .orElse(date.group());
  }

  private String readMonthFirst(MatchResult date, String text) {
    int day = number(date, 2);
    if (day < 1 || day > LONGEST_MONTH) {
      return date.group();
    }
    String year = date.group(3) == null ? "" : date.group(3);
    return name(date.group(1)) + " " + ordinal(day) + year;
  }

  private String readDayFirst(MatchResult date, String text) {
    int day = number(date, 1);
    if (day < 1 || day > LONGEST_MONTH) {
      return date.group();
    }
    return "the " + ordinal(day) + " of " + name(date.group(2));
  }

  private String name(String written) {
    String month = months.get(written.substring(0, 3).toLowerCase(Locale.ROOT));
    return month == null ? written : month;
  }

  /** Returns a date in words, empty if there is no such day. */
  Optional<String> date(int month, int day, String year) {
    if (month < 1 || month > MONTHS || day < 1 || day > LONGEST_MONTH) {
      return Optional.empty();
    }
    String words = names.get(month - 1) + " " + ordinal(day);
    return Optional.of(year.isEmpty() ? words : words + ", " + year);
  }

  private static String ordinal(int day) {
    return NumberWords.written(NumberWords.ordinal(Integer.toString(day)));
  }

  private static int number(MatchResult date, int group) {
    return Integer.parseInt(date.group(group));
  }
}
