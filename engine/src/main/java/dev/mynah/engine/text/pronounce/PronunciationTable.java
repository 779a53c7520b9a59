package dev.mynah.engine.text.pronounce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One lexicon file: word to phonemes, or to phonemes by part of speech. A word also stands for its
 * Capitalised form and the reverse, unless the file has both.
 */
final class PronunciationTable {
  /** Instead of phonemes: the word is spelt out in this role ("the US"). */
  static final String SPELL_OUT = "";

  private static final String DEFAULT_VARIANT = "DEFAULT";

  /** Variant for a word before a pause. */
  private static final String PAUSE_VARIANT = "None";

  private final StringTable words;
  private final char[] phonemes;
  private final int[] starts;
  private final Map<Integer, Map<String, String>> variants;

  private PronunciationTable(
      StringTable words,
      char[] phonemes,
      int[] starts,
      Map<Integer, Map<String, String>> variants) {
    this.words = words;
    this.phonemes = phonemes;
    this.starts = starts;
    this.variants = variants;
  }

  /** Reads a gzipped JSON object. */
  static PronunciationTable load(Path file) throws IOException {
    return ModelJson.read(file, PronunciationTable::read);
  }

  private static PronunciationTable read(JsonParser parser) throws IOException {
    StringTable.Builder words = new StringTable.Builder();
    char[] phonemes = new char[1 << 18];
    int[] starts = new int[1 << 14];
    Map<Integer, Map<String, String>> variants = new HashMap<>();
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int index = words.add(parser.currentName());
      int end = starts[index];
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        variants.put(index, readVariants(parser));
      } else {
        int length = parser.getTextLength();
        if (end + length > phonemes.length) {
          phonemes = Arrays.copyOf(phonemes, 2 * phonemes.length);
        }
        System.arraycopy(parser.getTextCharacters(), parser.getTextOffset(), phonemes, end, length);
        end += length;
      }
      if (index + 2 > starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
      }
      starts[index + 1] = end;
    }
    StringTable table = words.build();
    return new PronunciationTable(
        table,
        Arrays.copyOf(phonemes, starts[table.size()]),
        Arrays.copyOf(starts, table.size() + 1),
        Map.copyOf(variants));
  }

  private static Map<String, String> readVariants(JsonParser parser) throws IOException {
    Map<String, String> byRole = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String role = parser.currentName();
      byRole.put(role, parser.nextToken() == JsonToken.VALUE_NULL ? SPELL_OUT : parser.getText());
    }
    return Map.copyOf(byRole);
  }

  /** Returns the number of a word's entry, or -1. */
  int find(String word) {
    int index = words.find(word);
    if (index >= 0 || word.length() < 2) {
      return index;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    String capitalised = capitalise(lower);
    if (word.equals(lower)) {
      return capitalised.equals(word) ? -1 : words.find(capitalised);
    }
    return word.equals(capitalised) ? words.find(lower) : -1;
  }

  boolean contains(String word) {
    return find(word) >= 0;
  }

  /**
   * Returns how an entry is said.
   *
   * @param index of the entry
   * @param tag the word's part of speech
   * @param following what comes next
   * @return phonemes or {@link #SPELL_OUT}
   */
  String phonemes(int index, PennTag tag, Following following) {
    Map<String, String> byRole = variants.get(index);
    if (byRole == null) {
      return new String(phonemes, starts[index], starts[index + 1] - starts[index]);
    }
    String role = byRole.containsKey(tag.symbol()) ? tag.symbol() : tag.wordClass();
    if (following == Following.PAUSE && byRole.containsKey(PAUSE_VARIANT)) {
      role = PAUSE_VARIANT;
    }
    String fallback = byRole.getOrDefault(DEFAULT_VARIANT, SPELL_OUT);
    return byRole.getOrDefault(role, fallback);
  }

  private static String capitalise(String lower) {
    return Character.toTitleCase(lower.charAt(0)) + lower.substring(1);
  }
}
