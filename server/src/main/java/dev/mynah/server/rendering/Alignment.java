package dev.mynah.server.rendering;

import java.util.List;

/**
 * What is said when in one chunk of a stream: the words of its text in order, each once.
 *
 * @param chunkSeq number of the chunk, from 0
 * @param content the chunk's text as it was written
 * @param chunkOffsetSeconds where the chunk begins, from the beginning of the stream
 * @param audioDurationSeconds how long it plays
 * @param words its words, with times from the beginning of the chunk
 */
public record Alignment(
    int chunkSeq,
    String content,
    double chunkOffsetSeconds,
    double audioDurationSeconds,
    List<SpokenWord> words) {
  public Alignment {
    words = List.copyOf(words);
  }
}
