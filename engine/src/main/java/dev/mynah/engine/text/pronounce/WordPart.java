package dev.mynah.engine.text.pronounce;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a written word that can be looked up by itself: "well", "-" and "known" of
 * "well-known". Belongs to one thread, which fills in how it is said.
 */
final class WordPart {
  private final String text;
  private final PennTag tag;
  private boolean startsWord = true;
  private @Nullable Currency currency;
  private @Nullable String phonemes;

  WordPart(String text, PennTag tag) {
    this.text = text;
    this.tag = tag;
  }

  String text() {
    return text;
  }

  PennTag tag() {
    return tag;
  }

  /** False for all but the first part of a word. */
  boolean startsWord() {
    return startsWord;
  }

  void setStartsWord(boolean startsWord) {
    this.startsWord = startsWord;
  }

  /** The currency whose sign stood before this amount. */
  @Nullable Currency currency() {
    return currency;
  }

  void setCurrency(@Nullable Currency currency) {
    this.currency = currency;
  }

  /** How the part is said; null until that is known, empty if it is silent. */
  @Nullable String phonemes() {
    return phonemes;
  }

  void setPhonemes(String phonemes) {
    this.phonemes = phonemes;
  }
}
