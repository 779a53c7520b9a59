package dev.mynah.server.voice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice to be made.
 *
 * @param recording what it is made from
 * @param recordingField wire name of the field the recording was in, for messages, e.g. {@code
 *     voice_url}
 * @param title what people will call it; empty for a plain title
 * @param description a sentence or more about it, may be empty
 * @param imageUrl its picture, or null for a generated one
 * @param visibility who may see it
 * @param tags the owner's own words for finding it
 * @param transcript what the recording says, or null if not known
 */
public record CloneOrder(
    Recording recording,
    String recordingField,
    String title,
    String description,
    @Nullable String imageUrl,
    Visibility visibility,
    List<String> tags,
    @Nullable String transcript) {
  public CloneOrder {
    tags = List.copyOf(tags);
  }
}
