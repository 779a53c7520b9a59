package dev.mynah.engine.text.pronounce;

import java.util.List;

/**
 * How a sentence is said.
 *
 * @param phonemes words apart by a space; empty if nothing is to be said
 * @param chunks where in the phonemes each chunk of the sentence is said that stands between
 *     spaces; empty spans for what makes no sound
 */
public record Pronunciation(String phonemes, List<Span> chunks) {
  public Pronunciation {
    chunks = List.copyOf(chunks);
  }

  /**
   * A part of the phonemes.
   *
   * @param start offset of the first
   * @param end offset after the last
   */
  public record Span(int start, int end) {}

  /** Takes away the spaces around the phonemes. */
  static Pronunciation of(String spaced, List<Span> chunks) {
    String phonemes = spaced.strip();
    int cut = spaced.indexOf(phonemes);
    int length = phonemes.length();
    return new Pronunciation(
        phonemes,
        chunks.stream()
            .map(
                span ->
                    new Span(
                        Math.clamp(span.start() - cut, 0, length),
                        Math.clamp(span.end() - cut, 0, length)))
            .toList());
  }
}
