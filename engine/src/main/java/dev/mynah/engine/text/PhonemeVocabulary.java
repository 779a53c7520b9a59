package dev.mynah.engine.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The network's numbers for phonemes. */
public final class PhonemeVocabulary {
  /** Stands before and after every sentence. */
  private static final long EDGE = 0;

  private static final long ABSENT = -1;

  private final long[] idOfCharacter;

  private PhonemeVocabulary(long[] idOfCharacter) {
    this.idOfCharacter = idOfCharacter;
  }

  /** Reads vocab.json. */
  static PhonemeVocabulary load(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    int highest = 0;
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      highest = Math.max(highest, entry.getKey().charAt(0));
    }
    long[] ids = new long[highest + 1];
    Arrays.fill(ids, ABSENT);
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      ids[entry.getKey().charAt(0)] = entry.getValue().longValue();
    }
    return new PhonemeVocabulary(ids);
  }

  /** Whether the network knows a phoneme. */
  public boolean contains(char phoneme) {
    return phoneme < idOfCharacter.length && idOfCharacter[phoneme] != ABSENT;
  }

  /**
   * Returns the network's input for phonemes; those it doesn't know are left out.
   *
   * @return ids with 0 at both ends
   */
  public long[] ids(String phonemes) {
    long[] ids = new long[phonemes.length() + 2];
    int count = 0;
    ids[count++] = EDGE;
    for (int i = 0; i < phonemes.length(); i++) {
      if (contains(phonemes.charAt(i))) {
        ids[count++] = idOfCharacter[phonemes.charAt(i)];
      }
    }
    ids[count++] = EDGE;
    return Arrays.copyOf(ids, count);
  }
}
