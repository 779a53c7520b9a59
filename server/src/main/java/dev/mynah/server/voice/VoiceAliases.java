package dev.mynah.server.voice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Further ids of voices, as the operator sets them: ids that clients of the hosted services name
 * without being asked, such as the default of a plug-in, and names of voices elsewhere. What a
 * caller calls a voice of its own counts before them.
 *
 * @param voices what each stands for: a voice's id, or the name of a preset
 */
public record VoiceAliases(Map<String, String> voices) {
  /** None at all. */
  public static final VoiceAliases NONE = new VoiceAliases(Map.of());

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public VoiceAliases {
    voices = Map.copyOf(voices);
  }

  /**
   * Reads aliases written as {@code id=voice}; the last of two for one id counts.
   *
   * @throws IllegalArgumentException if one isn't written so
   */
  public static VoiceAliases of(List<String> written) {
    Map<String, String> voices = new LinkedHashMap<>();
    for (String each : written) {
      int equals = each.indexOf('=');
      String alias = each.substring(0, Math.max(0, equals)).strip();
      String voice = each.substring(equals + 1).strip();
      if (!ID.matcher(alias).matches() || !ID.matcher(voice).matches()) {
        throw new IllegalArgumentException(
            "must read id=voice, both of 1 to 64 letters, digits, - and _, with commas between");
      }
      voices.put(alias, voice);
    }
    return new VoiceAliases(voices);
  }

  /** Returns the id a given one stands for: itself, unless it is an alias. */
  String resolved(String id) {
    return voices.getOrDefault(id, id);
  }

  /** Returns whether an id is one of these. */
  boolean has(String id) {
    return voices.containsKey(id);
  }
}
