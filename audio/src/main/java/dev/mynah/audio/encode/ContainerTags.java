package dev.mynah.audio.encode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a recording comes from, written into its container: ID3 in MP3 and AAC, a LIST before the
 * samples in WAV, comments in Opus and FLAC. Raw PCM has no place for them.
 *
 * @param software name and version of what made the recording, or empty
 * @param entries provenance in the order it is written, e.g. {@code synthetic_speech=true}
 */
public record ContainerTags(String software, Map<String, String> entries) {
  /** No tags at all. */
  public static final ContainerTags NONE = new ContainerTags("", Map.of());

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_ -]{1,64}");
  private static final int MAX_VALUE_LENGTH = 1_000;
  private static final int MAX_ENTRIES = 64;

  public ContainerTags {
    checkValue(software);
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("at most " + MAX_ENTRIES + " tags: " + entries.size());
    }
    entries.forEach(
        (key, value) -> {
          if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("tag keys match " + KEY + ": " + key);
          }
          checkValue(value);
        });
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  boolean isEmpty() {
    return software.isEmpty() && entries.isEmpty();
  }

  private static void checkValue(String value) {
    if (value.length() > MAX_VALUE_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "tag values have at most %d characters, none a control".formatted(MAX_VALUE_LENGTH));
    }
  }
}
