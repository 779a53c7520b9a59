package dev.mynah.engine.lark.synthesis;

import java.util.List;

/**
 * A stretch of speech the network says in one go.
 *
 * @param ids phoneme ids with the 0 at both ends; not copied
 * @param before the rest before it, if anything was said
 * @param start offset of its first character in the text it came from
 * @param end offset after its last character there
 * @param words where the written words are among the ids, in order
 */
public record Utterance(long[] ids, Pause before, int start, int end, List<WordIds> words) {
  public Utterance {
    words = List.copyOf(words);
  }

  /** An utterance of which nobody asks what is said when. */
  public Utterance(long[] ids, Pause before) {
    this(ids, before, 0, 0, List.of());
  }

  /**
   * Where a written word is said.
   *
   * @param start offset of its first character in the text
   * @param end offset after its last character
   * @param firstId index of the first of the ids that say it
   * @param endId index after the last; as many as the first for a word that makes no sound
   */
  public record WordIds(int start, int end, int firstId, int endId) {}
}
