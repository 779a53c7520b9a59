package dev.mynah.engine.spi;

import java.util.List;

/**
 * A part of a text that was spoken in one go.
 *
 * @param start offset of its first character in the text
 * @param end offset after its last character; the next stretch begins there or later
 * @param samples how many samples were handed over for it, the rest before it among them
 * @param words its words as they are written, in order, each once
 */
public record SpokenStretch(int start, int end, long samples, List<TimedWord> words) {
  public SpokenStretch {
    words = List.copyOf(words);
  }
}
