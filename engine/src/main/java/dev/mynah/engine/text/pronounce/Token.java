package dev.mynah.engine.text.pronounce;

/**
 * What the tokenizer cuts a text into: a word, a part of a contraction or a piece of punctuation.
 *
 * @param text never empty
 * @param spaceAfter whether the text had a space after it
 */
record Token(String text, boolean spaceAfter) {}
