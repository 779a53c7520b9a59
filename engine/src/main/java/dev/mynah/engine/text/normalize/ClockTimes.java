package dev.mynah.engine.text.normalize;

import static dev.mynah.engine.text.normalize.NumberWords.cardinal;
import static dev.mynah.engine.text.normalize.NumberWords.written;

import java.util.List;
import java.util.regex.MatchResult;

/** 7:30 pm, 14:05, 9:00, 1:02:03, 9:30-10:15. */
final class ClockTimes {
  private static final int LAST_HOUR = 24;
  private static final int LAST_MINUTE = 59;

  private static final String TIME =
      Rule.WORD_STARTS
          + "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
          + "(?: ?([AaPp])\\.?[Mm]\\.?(?![A-Za-z]))?(?![0-9])";

  private ClockTimes() {}

  static List<Rule> rules() {
    return List.of(
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<=[0-9]:[0-9]{2}|[0-9] ?[AaPp][Mm]) ?[-–] ?(?=[0-9]{1,2}(?::[0-9]{2}| ?[AaPp]\\.?[Mm]))",
            " to "),
        Rule.of(Rule.Trigger.DIGIT, TIME, ClockTimes::read),
        Rule.of(
            Rule.Trigger.DIGIT,
            "(?<![\\p{L}\\p{N}_.:$£€])([0-9]{1,2}) ?([AaPp])[Mm]" + Rule.WORD_ENDS,
            (time, text) -> time.group(1) + " " + spelt(time.group(2), time, text)));
  }

  private static String read(MatchResult time, String text) {
    int hour = Integer.parseInt(time.group(1));
    int minute = Integer.parseInt(time.group(2));
    int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
    if (hour > LAST_HOUR || minute > LAST_MINUTE || second > LAST_MINUTE) {
      return time.group();
    }
    StringBuilder words = new StringBuilder(written(cardinal(hour)));
    boolean wholeHour = time.group(3) == null && time.group(4) == null;
    if (minute == 0) {
      words.append(wholeHour ? " o'clock" : "");
    } else {
      words.append(minute < 10 ? " oh " : " ").append(written(cardinal(minute)));
    }
    if (time.group(3) != null) {
      words.append(" and ").append(written(cardinal(second)));
      words.append(second == 1 ? " second" : " seconds");
    }
    if (time.group(4) != null) {
      words.append(' ').append(spelt(time.group(4), time, text));
    }
    return words.toString();
  }

  /** With points, so that the letters are spelt; the point of a sentence's end serves as one. */
  private static String spelt(String half, MatchResult time, String text) {
    String letters = Character.toUpperCase(half.charAt(0)) + ".M";
    return text.startsWith(".", time.end()) ? letters : letters + ".";
  }
}
