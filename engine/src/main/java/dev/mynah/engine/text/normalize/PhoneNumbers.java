package dev.mynah.engine.text.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** 555-0199, 212-555-0199, (212) 555-0199, 1-800-555-0199, +44 20 7946 0958: digit by digit. */
final class PhoneNumbers {
  private static final String NOT_INSIDE = "(?<![\\p{L}\\p{N}_.\\-])";
  private static final String ENDS = "(?![\\p{L}\\p{N}_\\-])(?!\\.[\\p{L}\\p{N}_])";
  private static final Pattern GROUP = Pattern.compile("[0-9]+");

  private static final String AMERICAN =
      NOT_INSIDE
          + "(?:(?:1[-. ])?\\([0-9]{3}\\) ?[0-9]{3}[-. ][0-9]{4}"
          + "|(?:1-)?(?:[0-9]{3}-)?[0-9]{3}-[0-9]{4}"
          + "|[0-9]{3}\\.[0-9]{3}\\.[0-9]{4})"
          + ENDS;
  private static final String INTERNATIONAL =
      "(?<![\\p{L}\\p{N}_.\\-])\\+([0-9]{1,3}(?:[-. ]?\\(?[0-9]{1,4}\\)?){2,5})" + ENDS;

  /** Fewer digits with a plus sign are a sum or a temperature; more are no phone number. */
  private static final int FEWEST_INTERNATIONAL_DIGITS = 8;

  private static final int MOST_INTERNATIONAL_DIGITS = 15; // ITU-T E.164

  private PhoneNumbers() {}

  static List<Rule> rules() {
    return List.of(
        Rule.of(Rule.Trigger.DIGIT, INTERNATIONAL, (number, text) -> readInternational(number)),
        Rule.of(Rule.Trigger.DIGIT, AMERICAN, (number, text) -> spell(number.group())));
  }

  private static String readInternational(MatchResult number) {
    long digits = number.group().chars().filter(c -> c >= '0' && c <= '9').count();
    boolean phone = digits >= FEWEST_INTERNATIONAL_DIGITS && digits <= MOST_INTERNATIONAL_DIGITS;
    return phone ? "plus " + spell(number.group(1)) : number.group();
  }

  private static String spell(String number) {
    List<String> groups = new ArrayList<>();
    Matcher group = GROUP.matcher(number);
    while (group.find()) {
      groups.add(String.join(" ", group.group().split("")));
    }
    return String.join(", ", groups);
  }
}
