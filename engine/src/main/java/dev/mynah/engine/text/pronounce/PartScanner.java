package dev.mynah.engine.text.pronounce;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a token into parts: at hyphens, between letters and digits, and where a capital follows a
 * small letter ("iPhone", "O'Neil", "COVID-19"). One pass, no backtracking over what was cut.
 */
final class PartScanner {
  private final String text;
  private final List<String> parts = new ArrayList<>(1);
  private int at;

  private PartScanner(String text) {
    this.text = text;
  }

  static List<String> parts(String token) {
    PartScanner scanner = new PartScanner(token);
    while (scanner.at < token.length()) {
      scanner.next();
    }
    return scanner.parts;
  }

  private void next() {
    char c = text.charAt(at);
    int end;
    if (TokenCharacters.isApostrophe(c)) {
      end = endOfApostrophes();
      boolean kept = at == 0 || end == text.length() || end - at > 1;
      if (!kept) {
        at = end;
        return;
      }
    } else if (numberEnd(at == 0 && c == '-' ? at + 1 : at) > at + (c == '-' ? 1 : 0)
        && (c != '-' || at == 0)) {
      end = numberEnd(c == '-' ? at + 1 : at);
    } else if (isDash(c)) {
      end = at + 1;
      while (end < text.length() && isDash(text.charAt(end))) {
        end++;
      }
    } else if (TokenCharacters.isLetter(c)) {
      end = letterEnd();
    } else {
      end = at + 1;
    }
    parts.add(text.substring(at, end));
    at = end;
  }

  private int endOfApostrophes() {
    int end = at;
    while (end < text.length() && TokenCharacters.isApostrophe(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Digits, with single points and commas before any of them. */
  private int numberEnd(int start) {
    int end = start;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (TokenCharacters.isDigit(c)) {
        end++;
      } else if ((c == '.' || c == ',')
          && end + 1 < text.length()
          && TokenCharacters.isDigit(text.charAt(end + 1))) {
        end += 2;
      } else {
        break;
      }
    }
    return end;
  }

  private int letterEnd() {
    boolean abbreviationBeforeWord =
        TokenCharacters.isCapital(text.charAt(at))
            && at + 2 < text.length()
            && TokenCharacters.isCapital(text.charAt(at + 1))
            && TokenCharacters.isSmall(text.charAt(at + 2));
    if (abbreviationBeforeWord) {
      return at + 1;
    }
    int end = at;
    while (end < text.length() && TokenCharacters.isLetter(text.charAt(end))) {
      end++;
      if (isHump(end)) {
        return end;
      }
    }
    int beforePairs = end;
    while (isPair(end)) {
      end += 2;
    }
    boolean humpAfterPairs = end > beforePairs && end < text.length() && isHump(end + 1);
    return humpAfterPairs ? end + 1 : end;
  }

  /** Whether a capital at the position follows a small letter. */
  private boolean isHump(int at) {
    return at < text.length()
        && TokenCharacters.isSmall(text.charAt(at - 1))
        && TokenCharacters.isCapital(text.charAt(at));
  }

  /** An apostrophe and one letter, as in "rock'n'roll". */
  private boolean isPair(int at) {
    return at + 1 < text.length()
        && TokenCharacters.isApostrophe(text.charAt(at))
        && TokenCharacters.isLetter(text.charAt(at + 1));
  }

  private static boolean isDash(char c) {
    return c == '-' || c == '_';
  }
}
