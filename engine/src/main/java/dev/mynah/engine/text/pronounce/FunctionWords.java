package dev.mynah.engine.text.pronounce;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Small words whose sound depends on what they do and what comes next: a, an, the, to, in, am, I,
 * used (to); and abbreviations with points, which are spelt.
 */
final class FunctionWords {
  private static final int LONGEST_SPELT_SEGMENT = 2; // letters between points: "Ph.D."

  private final PronunciationLexicon lexicon;

  FunctionWords(PronunciationLexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** Returns how the word is said here, or null if it is not one of these. */
  @Nullable String read(String word, PennTag tag, Emphasis emphasis, RightContext context) {
    if (tag == PennTag.ADDRESS && word.equals(".")) {
      return lexicon.lookUp("dot", Emphasis.WEAKER);
    } else if (tag == PennTag.ADDRESS && word.equals("/")) {
      return lexicon.lookUp("slash", Emphasis.WEAKER);
    }
    String symbol = PronunciationLexicon.SYMBOL_WORDS.get(word);
    if (symbol != null) {
      return lexicon.lookUp(symbol, PennTag.UNKNOWN, Emphasis.PLAIN, context);
    }
    if (isPointed(word)) {
      return lexicon.spell(word);
    }
    return isVersus(word) && tag == PennTag.PREPOSITION
        ? lexicon.lookUp("versus", Emphasis.PLAIN)
        : readSmallWord(word, tag, emphasis, context);
  }

  private @Nullable String readSmallWord(
      String word, PennTag tag, Emphasis emphasis, RightContext context) {
    Following following = context.following();
    boolean capitals = word.length() > 1 && PronunciationLexicon.isUpper(word);
    return switch (word) {
      case "a", "A" -> tag == PennTag.DETERMINER ? "ɐ" : "ˈA";
      case "am", "Am", "AM" -> readAm(word, tag, emphasis, following);
      case "an", "An", "AN" -> capitals && tag.isNoun() ? lexicon.spell(word) : "ɐn";
      case "I" -> tag == PennTag.PRONOUN ? "ˌI" : null;
      case "by", "By", "BY" -> tag.wordClass().equals("ADV") ? "bˈI" : null;
      case "to", "To", "TO" -> {
        boolean infinitive = tag == PennTag.TO || tag == PennTag.PREPOSITION;
        yield capitals && !infinitive ? null : readTo(following);
      }
      case "in", "In", "IN" -> {
        if (capitals && tag == PennTag.NAME) {
          yield null;
        }
        boolean stressed = following == Following.PAUSE || tag != PennTag.PREPOSITION;
        yield stressed ? "ˈɪn" : "ɪn";
      }
      case "the", "The", "THE" -> {
        if (capitals && tag != PennTag.DETERMINER) {
          yield null;
        }
        yield following == Following.VOWEL ? "ði" : "ðə";
      }
      case "used", "Used", "USED" -> {
        boolean habit = tag == PennTag.VERB_PAST || tag == PennTag.ADJECTIVE;
        PennTag said = habit && context.beforeTo() ? PennTag.VERB_PAST : PennTag.UNKNOWN;
        yield lexicon.lookUp("used", said, Emphasis.PLAIN, RightContext.NONE);
      }
      default -> null;
    };
  }

  private @Nullable String readAm(
      String word, PennTag tag, Emphasis emphasis, Following following) {
    if (tag.isNoun()) {
      return lexicon.spell(word);
    }
    boolean weak = word.equals("am") && following != Following.PAUSE && emphasis != Emphasis.STRONG;
    return weak ? "ɐm" : lexicon.lookUp("am", Emphasis.PLAIN);
  }

  private @Nullable String readTo(Following following) {
    return switch (following) {
      case VOWEL -> "tʊ";
      case CONSONANT -> "tə";
      case PAUSE, UNKNOWN -> lexicon.lookUp("to", Emphasis.PLAIN);
    };
  }

  private static boolean isVersus(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("vs") || lower.equals("vs.");
  }

  /** Letters with points between them, no more than two in a row: U.S., a.m, Ph.D. */
  private static boolean isPointed(String word) {
    int innerPoint = word.indexOf('.', firstNot(word, '.'));
    if (innerPoint < 0 || lastNot(word, '.') < innerPoint) {
      return false;
    }
    int run = 0;
    for (int i = 0; i < word.length(); i++) {
      run = word.charAt(i) == '.' ? 0 : run + 1;
      if (run > LONGEST_SPELT_SEGMENT || (run > 0 && !Character.isLetter(word.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  private static int firstNot(String word, char c) {
    int i = 0;
    while (i < word.length() && word.charAt(i) == c) {
      i++;
    }
    return i;
  }

  private static int lastNot(String word, char c) {
    int i = word.length() - 1;
    while (i >= 0 && word.charAt(i) == c) {
      i--;
    }
    return i;
  }
}
