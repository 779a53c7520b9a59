package dev.mynah.engine.text.pronounce;

import dev.mynah.engine.text.normalize.NumberWords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says tokens made of digits: quantities, years, ordinals, decimals, versions, amounts of money,
 * and the endings people put on them (1990s, 3rd).
 */
final class NumberReader {
  private static final List<String> ENDINGS =
      List.of("ing", "'d", "ed", "'s", "st", "nd", "rd", "th", "s");
  private static final List<String> ORDINAL_ENDINGS = List.of("st", "nd", "rd", "th");
  private static final int YEAR_DIGITS = 4;
  private static final int CHANGE_DIGITS = 2; // 1.50

  private final PronunciationLexicon lexicon;
  private final WordEndings endings;

  NumberReader(PronunciationLexicon lexicon, WordEndings endings) {
    this.lexicon = lexicon;
    this.endings = endings;
  }

  /** Whether a token is a number: digits with points and commas, a sign in front, an ending. */
  static boolean isNumber(String word, boolean startsWord) {
    String body = word.substring(0, word.length() - endingOf(word).length());
    boolean digits = false;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (isDigit(c)) {
        digits = true;
      } else if (c != ',' && c != '.' && !(startsWord && i == 0 && c == '-')) {
        return false;
      }
    }
    return digits;
  }

  private static String endingOf(String word) {
    for (String ending : ENDINGS) {
      if (word.endsWith(ending)) {
        return ending;
      }
    }
    return "";
  }

  /**
   * Says a number.
   *
   * @param startsWord false for digits inside a word (B-52), which are read as in a name
   * @param currency of the amount, if the number is one
   * @return null if there is nothing to say
   */
  @Nullable String read(String word, boolean startsWord, @Nullable Currency currency) {
    String ending = endingOf(word);
    String number = word.substring(0, word.length() - ending.length());
    List<String> said = new ArrayList<>();
    if (number.startsWith("-")) {
      say("minus", said);
      number = number.substring(1);
    }
    boolean whole = isDigits(number);
    boolean ordinal = ORDINAL_ENDINGS.contains(ending);
    if (whole && ordinal) {
      sayAll(NumberWords.ordinal(number), said);
    } else if (whole && said.isEmpty() && number.length() == YEAR_DIGITS && currency == null) {
      sayAll(NumberWords.year(Integer.parseInt(number)), said);
    } else if (!startsWord && number.indexOf('.') < 0) {
      sayDesignation(number.replace(",", ""), said);
    } else if (!startsWord || number.indexOf('.') != number.lastIndexOf('.')) {
      sayVersion(number.replace(",", ""), said);
    } else if (currency != null) {
      sayMoney(number.replace(",", ""), currency, said);
    } else {
      sayQuantity(number.replace(",", ""), ordinal, said);
    }
    if (said.isEmpty()) {
      return null;
    }
    String phonemes = String.join(" ", said);
    return switch (ending) {
      case "s", "'s" -> endings.plural(phonemes);
      case "ed", "'d" -> endings.past(phonemes);
      case "ing" -> endings.gerund(phonemes);
      default -> phonemes;
    };
  }

  /** Returns the plural of a currency, for amounts that end in a word: "$5 million". */
  @Nullable String plural(Currency currency) {
    String unit = lexicon.lookUp(currency.unit(), Emphasis.PLAIN);
    return unit == null ? null : endings.plural(unit);
  }

  private void sayQuantity(String number, boolean ordinal, List<String> said) {
    int point = number.indexOf('.');
    if (point < 0) {
      sayAll(ordinal ? NumberWords.ordinal(number) : NumberWords.cardinal(number), said);
      return;
    }
    if (point > 0) {
      sayAll(NumberWords.cardinal(number.substring(0, point)), said);
    }
    String decimals = number.substring(point + 1);
    if (!decimals.isEmpty()) {
      say("point", said);
      sayAll(NumberWords.digits(decimals), said);
    }
  }

  /** Digits in a name: B-52, Route66, AB-1205, T-800. */
  private void sayDesignation(String digits, List<String> said) {
    if (digits.startsWith("0") || digits.length() > 3) {
      sayAll(NumberWords.digits(digits), said);
    } else if (digits.length() == 3 && !digits.endsWith("00")) {
      sayAll(NumberWords.cardinal(digits.substring(0, 1)), said);
      if (digits.charAt(1) == '0') {
        addIfSaid(lexicon.lookUp("O", Emphasis.NONE), said);
        sayAll(NumberWords.cardinal(digits.substring(2)), said);
      } else {
        sayAll(NumberWords.cardinal(digits.substring(1)), said);
      }
    } else if (!digits.isEmpty()) {
      sayAll(NumberWords.cardinal(digits), said);
    }
  }

  /** Numbers with several points: version 1.2.3, 192.168.0.1. */
  private void sayVersion(String number, List<String> said) {
    for (String group : number.split("\\.", -1)) {
      boolean roundOrShort =
          group.length() == 2 || isZeros(group.substring(Math.min(1, group.length())));
      if (group.startsWith("0") || !roundOrShort) {
        sayAll(NumberWords.digits(group), said);
      } else if (!group.isEmpty()) {
        sayAll(NumberWords.cardinal(group), said);
      }
    }
  }

  private void sayMoney(String number, Currency currency, List<String> said) {
    int point = number.indexOf('.');
    String units = point < 0 ? number : number.substring(0, point);
    String change = point < 0 ? "" : number.substring(point + 1);
    if (change.length() > CHANGE_DIGITS) {
      sayQuantity(number, false, said);
      addIfSaid(plural(currency), said);
      return;
    }
    // $1.5 is a dollar fifty, not a dollar and five cents.
    String cents = change.length() == 1 ? change + "0" : change;
    boolean someChange = !isZeros(cents);
    if (!isZeros(units) || !someChange) {
      String amount = units.isEmpty() ? "0" : units;
      sayAll(NumberWords.cardinal(amount), said);
      addIfSaid(
          isOne(amount) ? lexicon.lookUp(currency.unit(), Emphasis.PLAIN) : plural(currency), said);
      if (someChange) {
        say("and", said);
      }
    }
    if (someChange) {
      sayAll(NumberWords.cardinal(cents), said);
      sayChange(cents, currency, said);
    }
  }

  private void sayChange(String cents, Currency currency, List<String> said) {
    if (isOne(cents)) {
      say(currency.singleChange(), said);
      return;
    }
    String change = lexicon.lookUp(currency.change(), Emphasis.PLAIN);
    boolean alreadyPlural = !currency.change().equals(currency.singleChange());
    addIfSaid(change == null || alreadyPlural ? change : endings.plural(change), said);
  }

  private void sayAll(List<String> words, List<String> said) {
    for (String word : words) {
      say(word, said);
    }
  }

  private void say(String word, List<String> said) {
    Emphasis emphasis = word.equals("point") ? Emphasis.NONE : Emphasis.PLAIN;
    addIfSaid(lexicon.lookUp(word, emphasis), said);
  }

  private static void addIfSaid(@Nullable String phonemes, List<String> said) {
    if (phonemes != null) {
      said.add(phonemes);
    }
  }

  private static boolean isOne(String digits) {
    return !digits.isEmpty()
        && digits.charAt(digits.length() - 1) == '1'
        && isZeros(digits.substring(0, digits.length() - 1));
  }

  private static boolean isZeros(String digits) {
    return digits.chars().allMatch(c -> c == '0');
  }

  static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
