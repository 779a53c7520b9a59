package dev.mynah.server.voice;

import dev.mynah.engine.spi.VoiceProfile;
import java.util.List;

/**
 * A voice that comes with the server.
 *
 * @param id 32 hex digits, the same in every release
 * @param aliases further ids it answers to
 * @param title what people call it
 * @param description a sentence about it
 * @param tags for finding it
 * @param languages two-letter codes
 * @param profile for the engine in use
 */
public record PresetVoice(
    String id,
    List<String> aliases,
    String title,
    String description,
    List<String> tags,
    List<String> languages,
    VoiceProfile profile) {
  public PresetVoice {
    aliases = List.copyOf(aliases);
    tags = List.copyOf(tags);
    languages = List.copyOf(languages);
  }
}
