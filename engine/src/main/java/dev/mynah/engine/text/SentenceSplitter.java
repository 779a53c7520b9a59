package dev.mynah.engine.text;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sentences of a text one after the other, in one pass and without holding more than a
 * place in it. A sentence ends at . ! ? … before a space, never after a title, an initial or an
 * abbreviation that wants a continuation, and at the end of a line, unless the line was only
 * wrapped. What goes on for longer than {@value #LONGEST_SENTENCE} characters is cut at the best
 * place there is.
 */
final class SentenceSplitter {
  /** Where a text without punctuation is cut, characters; several times what the network takes. */
  static final int LONGEST_SENTENCE = 1000;

  /** Shorter lines are verses, headings or items of a list, and end where they end. */
  private static final int SHORTEST_WRAPPED_LINE = 50; // characters

  private static final int LONGEST_TAG = 64; // characters of <|...|>

  private static final String ENDS = ".!?…";
  private static final String WIDE_ENDS = "。！？";
  private static final String CLOSERS = "\"”’')]}»";
  private static final String CLAUSE_ENDS = ",;:—–";

  /** Abbreviations that go on, beside titles; written without their last point. */
  private static final Set<String> CONTINUED = Set.of("e.g", "i.e", "vs", "cf", "viz", "approx");

  /** Abbreviations that go on where a number follows. */
  private static final Set<String> NUMBERED =
      Set.of(
          "No", "Nos", "no", "nos", "Fig", "fig", "Vol", "vol", "pp", "p", "Ch", "ch", "Sec", "Eq",
          "Apt", "Rm", "Ste", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct",
          "Nov", "Dec");

  /** Words that begin a sentence where an initial or "U.S." comes before them. */
  private static final Set<String> STARTERS =
      Set.of(
          "The", "He", "She", "It", "We", "They", "You", "I", "This", "That", "These", "Those",
          "There", "But", "And", "So", "In", "On", "At", "As", "If", "When", "While", "After",
          "Before", "However", "My", "His", "Her", "Its", "Our", "Their", "What", "Why", "How",
          "Who", "Where", "Then", "Now", "For", "With");

  /**
   * A sentence.
   *
   * @param start offset of its first character
   * @param end offset after its last
   * @param endsParagraph whether a line ends with it
   */
  record Span(int start, int end, boolean endsParagraph) {}

  private final String text;
  private final Set<String> titles;
  private int at;

  /**
   * Starts at the beginning of a text.
   *
   * @param titles words after which a point ends nothing, without the point
   */
  SentenceSplitter(String text, Set<String> titles) {
    this.text = text;
    this.titles = titles;
  }

  /** Returns the next sentence, or null at the end of the text. */
  @Nullable Span next() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return null;
    }
    int start = at;
    int lineStart = start;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLineBreak(c)) {
        if (!isWrap(lineStart, i)) {
          return span(start, i, i);
        }
        lineStart = i + 1;
      } else if (ENDS.indexOf(c) >= 0 || WIDE_ENDS.indexOf(c) >= 0) {
        int end = afterClosers(i + 1);
        if (endsSentence(start, i, end)) {
          return span(start, end, end);
        }
      }
      if (i - start >= LONGEST_SENTENCE) {
        int cut = bestCut(start, i);
        return span(start, cut, cut);
      }
    }
    return span(start, text.length(), text.length());
  }

  private Span span(int start, int end, int resume) {
    at = resume;
    int next = resume;
    boolean lineEnds = false;
    while (next < text.length() && isSpace(text.charAt(next))) {
      lineEnds |= isLineBreak(text.charAt(next));
      next++;
    }
    int last = end;
    while (last > start && isSpace(text.charAt(last - 1))) {
      last--;
    }
    return new Span(start, last, lineEnds || next == text.length());
  }

  /** Skips quotes, brackets, invisible characters and tags that belong to the sentence before. */
  private int afterClosers(int from) {
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (CLOSERS.indexOf(c) >= 0 || Character.getType(c) == Character.FORMAT) {
        end++;
      } else if (c == '<' && tagEnd(end) > end) {
        end = tagEnd(end);
      } else {
        break;
      }
    }
    return end;
  }

  private int tagEnd(int start) {
    if (!text.startsWith("<|", start)) {
      return start;
    }
    int limit = Math.min(text.length(), start + LONGEST_TAG);
    for (int i = start + 2; i + 1 < limit; i++) {
      if (text.charAt(i) == '|' && text.charAt(i + 1) == '>') {
        return i + 2;
      }
    }
    return start;
  }

  private boolean endsSentence(int start, int mark, int end) {
    if (WIDE_ENDS.indexOf(text.charAt(mark)) >= 0) {
      return true;
    }
    int next = end;
    while (next < text.length() && isSpace(text.charAt(next)) && !isLineBreak(text.charAt(next))) {
      next++;
    }
    if (next == end || next == text.length() || isLineBreak(text.charAt(next))) {
      return false;
    }
    if (Character.isLowerCase(text.charAt(next))) {
      return false;
    }
    return text.charAt(mark) != '.' || pointEndsSentence(wordBefore(start, mark), next);
  }

  private boolean pointEndsSentence(String word, int next) {
    if (titles.contains(word) || CONTINUED.contains(word)) {
      return false;
    }
    if (NUMBERED.contains(word)) {
      return !Character.isDigit(text.charAt(next));
    }
    return !isInitials(word) || STARTERS.contains(wordAt(next));
  }

  /** The word that a point ends, without brackets and quotes before it. */
  private String wordBefore(int start, int point) {
    int first = point;
    while (first > start && !isSpace(text.charAt(first - 1)) && point - first < LONGEST_TAG) {
      first--;
    }
    while (first < point && "(\"“'‘[".indexOf(text.charAt(first)) >= 0) {
      first++;
    }
    return text.substring(first, point);
  }

  private String wordAt(int start) {
    int end = start;
    while (end < text.length()
        && Character.isLetter(text.charAt(end))
        && end - start < LONGEST_TAG) {
      end++;
    }
    boolean whole = end < text.length() && (isSpace(text.charAt(end)) || text.charAt(end) == '\'');
    return whole ? text.substring(start, end) : "";
  }

  /** "J" of "J. Smith"; "U.S" of "U.S. Navy"; "p.m". */
  private static boolean isInitials(String word) {
    if (word.length() == 1) {
      return Character.isUpperCase(word.charAt(0));
    }
    for (int i = 0; i < word.length(); i++) {
      boolean fits = i % 2 == 0 ? Character.isLetter(word.charAt(i)) : word.charAt(i) == '.';
      if (!fits) {
        return false;
      }
    }
    return word.length() % 2 == 1;
  }

  /** Whether a line goes on after a break that was only made to fit a page. */
  private boolean isWrap(int lineStart, int lineBreak) {
    int last = lineBreak;
    while (last > lineStart && isSpace(text.charAt(last - 1))) {
      last--;
    }
    int next = lineBreak;
    if (next + 1 < text.length() && text.charAt(next) == '\r' && text.charAt(next + 1) == '\n') {
      next++;
    }
    next++;
    return last - lineStart >= SHORTEST_WRAPPED_LINE
        && next < text.length()
        && Character.isLowerCase(text.charAt(next))
        && ENDS.indexOf(text.charAt(last - 1)) < 0;
  }

  /** Returns the last clause end, else the last space, else any place before a limit. */
  private int bestCut(int start, int limit) {
    int middle = start + (limit - start) / 2;
    for (int i = limit; i > middle; i--) {
      if (isSpace(text.charAt(i)) && CLAUSE_ENDS.indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    for (int i = limit; i > start; i--) {
      if (isSpace(text.charAt(i))) {
        return i;
      }
    }
    boolean insidePair =
        Character.isLowSurrogate(text.charAt(limit))
            && Character.isHighSurrogate(text.charAt(limit - 1));
    return insidePair ? limit - 1 : limit;
  }

  private static boolean isLineBreak(char c) {
    return c == '\n'
        || c == '\r'
        || c == '\u000B'
        || c == '\f'
        || c == '\u0085'
        || c == '\u2028'
        || c == '\u2029';
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || isLineBreak(c);
  }
}
