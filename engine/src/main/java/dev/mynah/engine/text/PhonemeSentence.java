package dev.mynah.engine.text;

import java.util.List;

/**
 * A piece of text the network says in one go.
 *
 * @param phonemes at most {@link Phonemizer#MAX_PHONEMES} characters of the model's alphabet, with
 *     something that sounds among them
 * @param start offset of its first character in the text it came from
 * @param end offset after its last character there
 * @param ending what ends with it, and so how long a pause belongs after it
 * @param words its written words in order, each once
 */
public record PhonemeSentence(
    String phonemes, int start, int end, Ending ending, List<SaidWord> words) {
  public PhonemeSentence {
    words = List.copyOf(words);
  }

  /** Where a piece of text stops. */
  public enum Ending {
    /** Inside a clause that was cut so that its beginning sounds soon. */
    WORD,
    /** Inside a sentence that is too long for the network, or was cut to sound soon. */
    CLAUSE,
    SENTENCE,
    PARAGRAPH
  }

  /** Whether a paragraph, a line or the text ends with it. */
  public boolean endsParagraph() {
    return ending == Ending.PARAGRAPH;
  }
}
