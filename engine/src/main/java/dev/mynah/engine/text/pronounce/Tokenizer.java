package dev.mynah.engine.text.pronounce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts a sentence into tokens the way spaCy's English rules do (MIT), since the tagger and the
 * lexicon were made for such tokens: contractions come from a table, then punctuation, currency
 * signs and units are peeled off both ends of each chunk between spaces, then hyphens, slashes and
 * the like divide what is left.
 */
final class Tokenizer {
  private static final int LONGEST_REJOINED = 3; // tokens

  /** Letters glued to a number that are a unit of measure. */
  private static final Set<String> UNITS =
      Set.of(
          "km", "km²", "km³", "m", "m²", "m³", "dm", "dm²", "dm³", "cm", "cm²", "cm³", "mm", "mm²",
          "mm³", "ha", "µm", "nm", "yd", "in", "ft", "kg", "g", "mg", "µg", "t", "lb", "oz", "m/s",
          "km/h", "kmh", "mph", "hPa", "Pa", "mbar", "mb", "MB", "kb", "KB", "gb", "GB", "tb", "TB",
          "T", "G", "M", "K", "%");

  private static final int LONGEST_UNIT = 4; // characters

  private static final Set<String> DOLLARS = Set.of("US$", "C$", "A$");

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?:https?|ftp)://|www\\.)\\S+"
              + "|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"
              + "|(?:[\\w-]+\\.)+(?:com|org|net|edu|gov|io|co|uk|de|fr|info|biz|us|ca|au|tv|me|ly|ai)"
              + "(?:/\\S*)?",
          Pattern.CASE_INSENSITIVE);

  private final Map<String, List<String>> exceptions;
  private final int longestException; // characters

  /**
   * Creates a tokenizer.
   *
   * @param exceptions chunks that are cut in their own way, e.g. "don't" into "do" and "n't"
   */
  Tokenizer(Map<String, List<String>> exceptions) {
    this.exceptions = exceptions;
    this.longestException = exceptions.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Cuts a text. */
  List<Token> tokenize(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      List<String> pieces = cut(text.substring(at, end));
      for (int i = 0; i < pieces.size(); i++) {
        boolean last = i == pieces.size() - 1;
        tokens.add(new Token(pieces.get(i), last && end < text.length()));
      }
      at = end;
    }
    return tokens;
  }

  private List<String> cut(String chunk) {
    List<String> whole = exceptions.get(chunk);
    if (whole != null) {
      return whole;
    }
    List<String> pieces = new ArrayList<>();
    Deque<String> after = new ArrayDeque<>();
    String core = peel(chunk, pieces, after);
    if (!core.isEmpty()) {
      List<String> exception = exceptions.get(core);
      if (exception != null) {
        pieces.addAll(exception);
      } else if (ADDRESS.matcher(core).matches()) {
        pieces.add(core);
      } else {
        divide(core, pieces);
      }
    }
    pieces.addAll(after);
    return pieces.size() > 1 ? rejoin(pieces) : pieces;
  }

  /** Moves punctuation off both ends, stopping where an exception from the table is left. */
  private String peel(String chunk, List<String> before, Deque<String> after) {
    int start = 0;
    int end = chunk.length();
    while (start < end && !isException(chunk, start, end)) {
      int prefix = prefixLength(chunk, start, end);
      if (prefix > 0 && isException(chunk, start + prefix, end)) {
        before.add(chunk.substring(start, start + prefix));
        start += prefix;
        break;
      }
      int suffix = suffixLength(chunk, start + prefix, end);
      if (suffix > 0 && isException(chunk, start, end - suffix)) {
        after.addFirst(chunk.substring(end - suffix, end));
        end -= suffix;
        break;
      }
      if (prefix == 0 && suffix == 0) {
        break;
      }
      if (prefix > 0) {
        before.add(chunk.substring(start, start + prefix));
      }
      if (suffix > 0) {
        after.addFirst(chunk.substring(end - suffix, end));
      }
      start += prefix;
      end -= suffix;
    }
    return chunk.substring(start, end);
  }

  private boolean isException(String text, int start, int end) {
    return end - start <= longestException && exceptions.containsKey(text.substring(start, end));
  }

  private static int prefixLength(String text, int start, int end) {
    char c = text.charAt(start);
    if (c == '.') {
      int dots = start;
      while (dots < end && text.charAt(dots) == '.') {
        dots++;
      }
      return dots - start > 1 ? dots - start : 0;
    }
    if (c == '+') {
      return start + 1 < end && TokenCharacters.isDigit(text.charAt(start + 1)) ? 0 : 1;
    }
    boolean single =
        c == '%'
            || c == '='
            || TokenCharacters.isDash(c)
            || TokenCharacters.isPunctuation(c)
            || TokenCharacters.isQuote(c)
            || TokenCharacters.isCurrency(c)
            || TokenCharacters.isIcon(c)
            || InlineMarks.isMark(c);
    if (single) {
      return 1;
    }
    for (int length = 3; length >= 2; length--) {
      if (start + length <= end && DOLLARS.contains(text.substring(start, start + length))) {
        return length;
      }
    }
    return 0;
  }

  /** Returns how much the longest fitting suffix of text[start, end) takes. */
  private static int suffixLength(String text, int start, int end) {
    if (start >= end) {
      return 0;
    }
    char last = text.charAt(end - 1);
    int longest = 0;
    if (last == '.') {
      longest = stopLength(text, start, end);
    } else if ((last == 's' || last == 'S')
        && end - start >= 2
        && (text.charAt(end - 2) == '\'' || text.charAt(end - 2) == '’')) {
      longest = 2;
    } else if (TokenCharacters.isDash(last)
        || TokenCharacters.isPunctuation(last)
        || TokenCharacters.isQuote(last)
        || TokenCharacters.isIcon(last)
        || InlineMarks.isMark(last)) {
      longest = 1;
    } else if (last == '+' || TokenCharacters.isCurrency(last)) {
      longest = digitBefore(text, start, end - 1) ? 1 : 0;
    }
    return Math.max(longest, unitLength(text, start, end));
  }

  /** A point is cut off after small letters, digits, brackets or two capitals, not in "U.S.". */
  private static int stopLength(String text, int start, int end) {
    int dots = 1;
    while (end - dots > start && text.charAt(end - dots - 1) == '.') {
      dots++;
    }
    if (dots > 1) {
      return dots;
    }
    if (end - start < 2) {
      return 0;
    }
    char before = text.charAt(end - 2);
    boolean afterWord =
        TokenCharacters.isDigit(before)
            || TokenCharacters.isSmall(before)
            || "%²-+".indexOf(before) >= 0
            || TokenCharacters.isPunctuation(before)
            || TokenCharacters.isQuote(before)
            || InlineMarks.isMark(before);
    boolean afterCapitals =
        end - start >= 3
            && TokenCharacters.isCapital(before)
            && TokenCharacters.isCapital(text.charAt(end - 3));
    boolean afterDegree =
        end - start >= 3 && text.charAt(end - 3) == '°' && "FfCcKk".indexOf(before) >= 0;
    return afterWord || afterCapitals || afterDegree ? 1 : 0;
  }

  private static int unitLength(String text, int start, int end) {
    for (int length = Math.min(LONGEST_UNIT, end - start - 1); length > 0; length--) {
      if (digitBefore(text, start, end - length)) {
        String unit = text.substring(end - length, end);
        return UNITS.contains(unit) || DOLLARS.contains(unit) ? length : 0;
      }
    }
    return 0;
  }

  private static boolean digitBefore(String text, int start, int at) {
    return at > start && TokenCharacters.isDigit(text.charAt(at - 1));
  }

  /** Divides a word at the marks inside it. */
  private static void divide(String word, List<String> pieces) {
    int start = 0;
    int at = 1;
    while (at < word.length()) {
      int length = dividerLength(word, at);
      if (length == 0) {
        at++;
        continue;
      }
      if (at > start) {
        pieces.add(word.substring(start, at));
      }
      pieces.add(word.substring(at, at + length));
      at += length;
      start = at;
    }
    if (start < word.length()) {
      pieces.add(word.substring(start));
    }
  }

  private static int dividerLength(String word, int at) {
    char c = word.charAt(at);
    char before = word.charAt(at - 1);
    if (c == '…' || TokenCharacters.isIcon(c) || InlineMarks.isMark(c)) {
      return 1;
    }
    int run = 1;
    while (at + run < word.length() && word.charAt(at + run) == c) {
      run++;
    }
    if (c == '.' && run > 1) {
      return run;
    }
    if (at + run == word.length()) {
      return 0;
    }
    char after = word.charAt(at + 1);
    boolean arithmetic =
        "+-*^".indexOf(c) >= 0
            && TokenCharacters.isDigit(before)
            && (TokenCharacters.isDigit(after) || after == '-');
    boolean sentenceEdge =
        c == '.'
            && (TokenCharacters.isSmall(before) || TokenCharacters.isQuote(before))
            && (TokenCharacters.isCapital(after) || TokenCharacters.isQuote(after));
    boolean list = c == ',' && TokenCharacters.isLetter(before) && TokenCharacters.isLetter(after);
    boolean afterWord = TokenCharacters.isLetter(before) || TokenCharacters.isDigit(before);
    boolean relation = ":<>=/".indexOf(c) >= 0 && afterWord && TokenCharacters.isLetter(after);
    if (arithmetic || sentenceEdge || list || relation) {
      return 1;
    }
    int longestDash = c == '-' ? 3 : c == '—' ? 2 : c == '–' || c == '~' ? 1 : 0;
    boolean joins =
        run <= longestDash && afterWord && TokenCharacters.isLetter(word.charAt(at + run));
    return joins ? run : 0;
  }

  /** Joins neighbours that together are in the table again: "Sept" and "." are "Sept.". */
  private List<String> rejoin(List<String> pieces) {
    List<String> joined = new ArrayList<>(pieces.size());
    int at = 0;
    while (at < pieces.size()) {
      int taken = 1;
      for (int count = Math.min(LONGEST_REJOINED, pieces.size() - at); count > 1; count--) {
        List<String> exception = exceptions.get(String.join("", pieces.subList(at, at + count)));
        if (exception != null) {
          joined.addAll(exception);
          taken = count;
          break;
        }
      }
      if (taken == 1) {
        joined.add(pieces.get(at));
      }
      at += taken;
    }
    return joined;
  }
}
