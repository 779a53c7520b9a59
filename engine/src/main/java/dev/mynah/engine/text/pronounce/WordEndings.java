package dev.mynah.engine.text.pronounce;

import org.jspecify.annotations.Nullable;

/**
 * Says -s, -ed and -ing forms of words the lexicon only knows without them. The ending's sound
 * follows the last sound of the stem: cats, dogs, horses; baked, begged, waited.
 */
final class WordEndings {
  /** After these an American t between vowels becomes a tap: waiting, waited. */
  private static final String TAP_AFTER = "AIOWYiuæɑəɛɪɹʊʌ";

  private static final String DOUBLED_CONSONANTS = "bcdgklmnprstvxz";

  private final PronunciationLexicon lexicon;
  private final boolean british;
  private final String weakVowel;

  WordEndings(PronunciationLexicon lexicon, Accent accent) {
    this.lexicon = lexicon;
    this.british = accent == Accent.GB;
    this.weakVowel = british ? "ɪ" : "ᵻ";
  }

  /** Says a word by its stem and ending, or returns null if it has none that is known. */
  @Nullable String read(String word, PennTag tag, Emphasis emphasis, RightContext context) {
    String plural = readPlural(word, tag, emphasis, context);
    if (plural != null) {
      return plural;
    }
    String past = readPast(word, tag, emphasis, context);
    if (past != null) {
      return past;
    }
    Emphasis gerundEmphasis = emphasis == Emphasis.PLAIN ? Emphasis.SLIGHT : emphasis;
    return readGerund(word, tag, gerundEmphasis, context);
  }

  /** Whether {@link #read} could say the word. */
  boolean knows(String word, PennTag tag, RightContext context) {
    return read(word, tag, Emphasis.PLAIN, context) != null;
  }

  private @Nullable String readPlural(
      String word, PennTag tag, Emphasis emphasis, RightContext context) {
    String stem = pluralStem(word);
    String said = stem == null ? null : lexicon.lookUp(stem, tag, emphasis, context);
    return said == null ? null : plural(said);
  }

  private @Nullable String pluralStem(String word) {
    int length = word.length();
    if (length < 3 || !word.endsWith("s")) {
      return null;
    }
    if (!word.endsWith("ss") && knows(word, 1)) {
      return word.substring(0, length - 1);
    }
    boolean esEnding = length > 4 && word.endsWith("es") && !word.endsWith("ies");
    if ((word.endsWith("'s") || esEnding) && knows(word, 2)) {
      return word.substring(0, length - 2);
    }
    String singular = word.substring(0, Math.max(0, length - 3)) + "y";
    return length > 4 && word.endsWith("ies") && lexicon.knows(singular) ? singular : null;
  }

  private @Nullable String readPast(
      String word, PennTag tag, Emphasis emphasis, RightContext context) {
    String stem = pastStem(word);
    String said = stem == null ? null : lexicon.lookUp(stem, tag, emphasis, context);
    return said == null ? null : past(said);
  }

  private @Nullable String pastStem(String word) {
    int length = word.length();
    if (length < 4 || !word.endsWith("d")) {
      return null;
    }
    if (!word.endsWith("dd") && knows(word, 1)) {
      return word.substring(0, length - 1);
    }
    boolean edEnding = length > 4 && word.endsWith("ed") && !word.endsWith("eed");
    return edEnding && knows(word, 2) ? word.substring(0, length - 2) : null;
  }

  private @Nullable String readGerund(
      String word, PennTag tag, Emphasis emphasis, RightContext context) {
    String stem = gerundStem(word);
    String said = stem == null ? null : lexicon.lookUp(stem, tag, emphasis, context);
    return said == null ? null : gerund(said);
  }

  private @Nullable String gerundStem(String word) {
    int length = word.length();
    if (length < 5 || !word.endsWith("ing")) {
      return null;
    }
    String bare = word.substring(0, length - 3);
    if (length > 5 && lexicon.knows(bare)) {
      return bare;
    }
    if (lexicon.knows(bare + "e")) {
      return bare + "e";
    }
    String undoubled = bare.substring(0, bare.length() - 1);
    return length > 5 && endsDoubled(bare) && lexicon.knows(undoubled) ? undoubled : null;
  }

  /** "run-n", "picnic-k". */
  private static boolean endsDoubled(String bare) {
    char last = bare.charAt(bare.length() - 1);
    char before = bare.charAt(bare.length() - 2);
    return (last == before && DOUBLED_CONSONANTS.indexOf(last) >= 0)
        || (before == 'c' && last == 'k');
  }

  private boolean knows(String word, int lettersOfEnding) {
    return lexicon.knows(word.substring(0, word.length() - lettersOfEnding));
  }

  /** Adds -s to a stem that was said. */
  @Nullable String plural(String stem) {
    if (stem.isEmpty()) {
      return null;
    }
    char last = lastSound(stem);
    if ("ptkfθ".indexOf(last) >= 0) {
      return stem + "s";
    }
    return "szʃʒʧʤ".indexOf(last) >= 0 ? stem + weakVowel + "z" : stem + "z";
  }

  /** Adds -ed to a stem that was said. */
  @Nullable String past(String stem) {
    if (stem.isEmpty()) {
      return null;
    }
    char last = lastSound(stem);
    if ("pkfθʃsʧ".indexOf(last) >= 0) {
      return stem + "t";
    } else if (last == 'd') {
      return stem + weakVowel + "d";
    } else if (last != 't') {
      return stem + "d";
    } else if (british || stem.length() < 2) {
      return stem + "ɪd";
    }
    return taps(stem) ? withoutLast(stem) + "ɾᵻd" : stem + "ᵻd";
  }

  /** Adds -ing to a stem that was said; null where a British r would have to come back. */
  @Nullable String gerund(String stem) {
    if (stem.isEmpty()) {
      return null;
    }
    if (british) {
      return "əː".indexOf(lastSound(stem)) >= 0 ? null : stem + "ɪŋ";
    }
    boolean tap = stem.length() > 1 && lastSound(stem) == 't' && taps(stem);
    return tap ? withoutLast(stem) + "ɾɪŋ" : stem + "ɪŋ";
  }

  private static boolean taps(String stem) {
    return TAP_AFTER.indexOf(stem.charAt(stem.length() - 2)) >= 0;
  }

  private static char lastSound(String stem) {
    return stem.charAt(stem.length() - 1);
  }

  private static String withoutLast(String stem) {
    return stem.substring(0, stem.length() - 1);
  }
}
