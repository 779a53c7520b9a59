package dev.mynah.server.voice;

import java.util.List;

/**
 * What voices can be searched by.
 *
 * @param tags the most used first
 * @param languages two-letter codes, sorted
 */
public record VoiceWords(List<Tag> tags, List<String> languages) {
  public VoiceWords {
    tags = List.copyOf(tags);
    languages = List.copyOf(languages);
  }

  /**
   * A tag.
   *
   * @param word as it is compared, in lower case
   * @param voices how many have it
   */
  public record Tag(String word, long voices) {}
}
