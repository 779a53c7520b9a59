package dev.mynah.engine.lark.preset;

import dev.mynah.engine.spi.VoiceProfile;
import java.util.List;

/**
 * A voice that comes with the engine.
 *
 * @param id 32 hex digits, the same for ever
 * @param name what to call it
 * @param description one sentence on how it sounds
 * @param tags what to find it by
 * @param language BCP 47 tag of what it speaks best
 * @param profile what to speak with
 */
public record PresetVoice(
    String id,
    String name,
    String description,
    List<String> tags,
    String language,
    VoiceProfile profile) {
  public PresetVoice {
    tags = List.copyOf(tags);
  }
}
