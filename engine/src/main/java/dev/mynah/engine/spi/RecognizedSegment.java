package dev.mynah.engine.spi;

import java.util.List;

/**
 * A stretch of speech between two pauses.
 *
 * @param text what is said, with punctuation
 * @param startSeconds from the beginning of the recording to the first word
 * @param endSeconds from the beginning of the recording to the end of the last word
 * @param words the text's words in order, if they were asked for, else none
 */
public record RecognizedSegment(
    String text, double startSeconds, double endSeconds, List<RecognizedWord> words) {
  public RecognizedSegment {
    words = List.copyOf(words);
  }
}
