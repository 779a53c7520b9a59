package dev.mynah.engine.text;

/**
 * A piece of text the network says in one go.
 *
 * @param phonemes at most {@link Phonemizer#MAX_PHONEMES} characters of the model's alphabet, with
 *     something that sounds among them
 * @param start offset of its first character in the text it came from
 * @param end offset after its last character there
 * @param ending what ends with it, and so how long a pause belongs after it
 */
public record PhonemeSentence(String phonemes, int start, int end, Ending ending) {
  /** Where a piece of text stops. */
  public enum Ending {
    /** Inside a sentence that is too long for the network. */
    CLAUSE,
    SENTENCE,
    PARAGRAPH
  }

  /** Whether a paragraph, a line or the text ends with it. */
  public boolean endsParagraph() {
    return ending == Ending.PARAGRAPH;
  }
}
