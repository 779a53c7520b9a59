package dev.mynah.engine.text.pronounce;

/**
 * Parts of speech of the Penn Treebank as the tagger gives them, in the order of their symbols:
 * between two equally likely tags the tagger takes the later.
 */
enum PennTag {
  CURRENCY("$"),
  CLOSING_QUOTE("''"),
  COMMA(","),
  LEFT_BRACKET("-LRB-"),
  RIGHT_BRACKET("-RRB-"),
  STOP("."),
  COLON(":"),
  ADDRESS("ADD"),
  AFFIX("AFX"),
  CONJUNCTION("CC"),
  CARDINAL("CD"),
  DETERMINER("DT"),
  EXISTENTIAL("EX"),
  FOREIGN("FW"),
  HYPHEN("HYPH"),
  PREPOSITION("IN"),
  ADJECTIVE("JJ"),
  ADJECTIVE_COMPARATIVE("JJR"),
  ADJECTIVE_SUPERLATIVE("JJS"),
  LIST_MARKER("LS"),
  MODAL("MD"),
  STRAY_PUNCTUATION("NFP"),
  NOUN("NN"),
  NAME("NNP"),
  NAMES("NNPS"),
  NOUNS("NNS"),
  PREDETERMINER("PDT"),
  POSSESSIVE_ENDING("POS"),
  PRONOUN("PRP"),
  POSSESSIVE_PRONOUN("PRP$"),
  ADVERB("RB"),
  ADVERB_COMPARATIVE("RBR"),
  ADVERB_SUPERLATIVE("RBS"),
  PARTICLE("RP"),
  SYMBOL("SYM"),
  TO("TO"),
  INTERJECTION("UH"),
  VERB("VB"),
  VERB_PAST("VBD"),
  VERB_GERUND("VBG"),
  VERB_PARTICIPLE("VBN"),
  VERB_PRESENT("VBP"),
  VERB_THIRD_PERSON("VBZ"),
  WH_DETERMINER("WDT"),
  WH_PRONOUN("WP"),
  WH_POSSESSIVE("WP$"),
  WH_ADVERB("WRB"),
  UNKNOWN("XX"),
  SPACE("_SP"),
  OPENING_QUOTE("``");

  private final String symbol;
  private final String wordClass;

  PennTag(String symbol) {
    this.symbol = symbol;
    this.wordClass = wordClass(symbol);
  }

  /** Returns the symbol used in the tagger's and the lexicon's files. */
  String symbol() {
    return symbol;
  }

  /** Returns the coarse class the lexicon files some words under: VERB, NOUN, ADV, ADJ, or none. */
  String wordClass() {
    return wordClass;
  }

  /** Common or proper noun, singular or plural. */
  boolean isNoun() {
    return wordClass.equals("NOUN");
  }

  /** Tags whose tokens are read as punctuation. */
  boolean isPunctuation() {
    return switch (this) {
      case STOP,
          COMMA,
          LEFT_BRACKET,
          RIGHT_BRACKET,
          OPENING_QUOTE,
          CLOSING_QUOTE,
          COLON,
          CURRENCY,
          STRAY_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static String wordClass(String symbol) {
    if (symbol.startsWith("VB")) {
      return "VERB";
    } else if (symbol.startsWith("NN")) {
      return "NOUN";
    } else if (symbol.startsWith("RB")) {
      return "ADV";
    }
    return symbol.startsWith("JJ") ? "ADJ" : "";
  }
}
