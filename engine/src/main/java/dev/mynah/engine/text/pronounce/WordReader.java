package dev.mynah.engine.text.pronounce;

import org.jspecify.annotations.Nullable;

/** Says a word by the lexicon, its endings and the rules for small words. */
final class WordReader {
  /** Capitalised words longer than this are ordinary words even where the tagger sees a name. */
  private static final int LONGEST_PLAUSIBLE_ABBREVIATION = 7; // letters

  private final PronunciationLexicon lexicon;
  private final WordEndings endings;
  private final FunctionWords functionWords;

  WordReader(PronunciationLexicon lexicon, WordEndings endings) {
    this.lexicon = lexicon;
    this.endings = endings;
    this.functionWords = new FunctionWords(lexicon);
  }

  /** Returns the phonemes of a word, or null if nothing is known about it. */
  @Nullable String read(String written, PennTag tag, RightContext context) {
    Emphasis emphasis = emphasisOfCase(written);
    String small = functionWords.read(written, tag, emphasis, context);
    if (small != null) {
      return small;
    }
    String word =
        isOrdinaryWordInCapitals(written, tag, context)
            ? PronunciationLexicon.lower(written)
            : written;
    if (lexicon.knows(word)) {
      return lexicon.lookUp(word, tag, emphasis, context);
    }
    String withoutApostrophe = possessiveStem(word);
    if (withoutApostrophe != null) {
      return lexicon.lookUp(withoutApostrophe, tag, emphasis, context);
    }
    return endings.read(word, tag, emphasis, context);
  }

  private static Emphasis emphasisOfCase(String word) {
    if (PronunciationLexicon.isLower(word)) {
      return Emphasis.PLAIN;
    }
    return PronunciationLexicon.isUpper(word) ? Emphasis.STRONG : Emphasis.SLIGHT;
  }

  private boolean isOrdinaryWordInCapitals(String word, PennTag tag, RightContext context) {
    String lower = PronunciationLexicon.lower(word);
    if (word.length() < 2
        || word.equals(lower)
        || !isLettersAndApostrophes(word)
        || (tag == PennTag.NAME && word.length() <= LONGEST_PLAUSIBLE_ABBREVIATION)
        || lexicon.lists(word)) {
      return false;
    }
    boolean regularCase =
        PronunciationLexicon.isUpper(word) || PronunciationLexicon.isLower(word.substring(1));
    return regularCase && (lexicon.lists(lower) || endings.knows(lower, tag, context));
  }

  /** The dogs' bowls; goin'. */
  private @Nullable String possessiveStem(String word) {
    if (!word.endsWith("'")) {
      return null;
    }
    String bare = word.substring(0, word.length() - 1);
    if (bare.endsWith("s")) {
      String possessive = bare.substring(0, bare.length() - 1) + "'s";
      if (lexicon.knows(possessive)) {
        return possessive;
      }
    }
    return lexicon.knows(bare) ? bare : null;
  }

  private static boolean isLettersAndApostrophes(String word) {
    boolean letters = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isLetter(c)) {
        letters = true;
      } else if (c != '\'') {
        return false;
      }
    }
    return letters;
  }
}
