package dev.mynah.engine.text.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** English words for whole numbers of up to {@value #MAX_DIGITS} digits. */
public final class NumberWords {
  /** Longer numbers have no names people know; their digits are read. */
  public static final int MAX_DIGITS = 36;

  private static final int DIGITS_PER_GROUP = 3;
  private static final int CENTURY = 100; // years
  private static final int YEAR_LIMIT = 10_000;

  private static final List<String> ONES =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of(
          "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> GROUPS =
      List.of(
          "",
          "thousand",
          "million",
          "billion",
          "trillion",
          "quadrillion",
          "quintillion",
          "sextillion",
          "septillion",
          "octillion",
          "nonillion",
          "decillion");
  private static final Map<String, String> IRREGULAR_ORDINALS =
      Map.of(
          "one", "first", "two", "second", "three", "third", "five", "fifth", "eight", "eighth",
          "nine", "ninth", "twelve", "twelfth");

  private NumberWords() {}

  /** Returns the name of a digit. */
  public static String digit(char digit) {
    return ONES.get(digit - '0');
  }

  /** Returns the names of digits, one by one. */
  public static List<String> digits(String digits) {
    return digits.chars().mapToObj(digit -> digit((char) digit)).toList();
  }

  /**
   * Returns a number in words: "one", "hundred", "twenty", "three".
   *
   * @param digits ASCII digits, any number; leading zeros don't count
   */
  public static List<String> cardinal(String digits) {
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    String significant = digits.substring(first);
    if (significant.length() > MAX_DIGITS) {
      return digits(significant);
    }
    List<String> words = new ArrayList<>();
    for (int start = 0; start < significant.length(); ) {
      int left = significant.length() - start;
      int size = left % DIGITS_PER_GROUP == 0 ? DIGITS_PER_GROUP : left % DIGITS_PER_GROUP;
      int group = Integer.parseInt(significant.substring(start, start + size));
      start += size;
      if (group > 0) {
        addGroup(group, words);
        if (start < significant.length()) {
          words.add(GROUPS.get((significant.length() - start) / DIGITS_PER_GROUP));
        }
      }
    }
    return words.isEmpty() ? List.of(ONES.getFirst()) : words;
  }

  /** Returns a small number in words. */
  public static List<String> cardinal(int number) {
    return cardinal(Integer.toString(number));
  }

  /** Returns the place in a row: "twenty", "third". */
  public static List<String> ordinal(String digits) {
    List<String> words = new ArrayList<>(cardinal(digits));
    String last = words.removeLast();
    String irregular = IRREGULAR_ORDINALS.get(last);
    if (irregular != null) {
      words.add(irregular);
    } else if (last.endsWith("y")) {
      words.add(last.substring(0, last.length() - 1) + "ieth");
    } else {
      words.add(last + "th");
    }
    return words;
  }

  /** Returns a year as people say it: "nineteen", "oh", "five"; "two", "thousand", "five". */
  public static List<String> year(int year) {
    int century = year / CENTURY;
    int rest = year % CENTURY;
    boolean millennium = century % 10 == 0 && rest < 10;
    if (century == 0 || millennium || year >= YEAR_LIMIT) {
      return cardinal(year);
    }
    List<String> words = new ArrayList<>(cardinal(century));
    if (rest == 0) {
      words.add("hundred");
    } else {
      if (rest < 10) {
        words.add("oh");
      }
      words.addAll(cardinal(rest));
    }
    return words;
  }

  /** Writes words the way they stand in a sentence: "one hundred twenty-three". */
  public static String written(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      if (!text.isEmpty()) {
        boolean afterTens = TENS.contains(text.substring(text.lastIndexOf(" ") + 1));
        text.append(afterTens && !word.equals("hundred") && !GROUPS.contains(word) ? '-' : ' ');
      }
      text.append(word);
    }
    return text.toString();
  }

  private static void addGroup(int group, List<String> words) {
    int hundreds = group / 100;
    int rest = group % 100;
    if (hundreds > 0) {
      words.add(ONES.get(hundreds));
      words.add("hundred");
    }
    if (rest >= 20) {
      words.add(TENS.get(rest / 10));
      rest %= 10;
    }
    if (rest > 0) {
      words.add(ONES.get(rest));
    }
  }
}
