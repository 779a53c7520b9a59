package dev.mynah.server.voice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different about a voice; what is null stays as it is.
 *
 * @param title what people will call it, not blank
 * @param description a sentence or more about it, may be empty
 * @param visibility who may see it
 * @param tags the owner's own words for finding it, in place of those before
 * @param cover a picture: PNG, JPEG, GIF or WebP; not copied
 */
public record VoiceChanges(
    @Nullable String title,
    @Nullable String description,
    @Nullable Visibility visibility,
    @Nullable List<String> tags,
    byte @Nullable [] cover) {
  /** Nothing changes. */
  public static final VoiceChanges NONE = new VoiceChanges(null, null, null, null, null);

  public VoiceChanges {
    tags = tags == null ? null : List.copyOf(tags);
  }

  /** Returns the names of what changes. */
  List<String> fields() {
    List<String> fields = new ArrayList<>();
    if (title != null) {
      fields.add("title");
    }
    if (description != null) {
      fields.add("description");
    }
    if (visibility != null) {
      fields.add("visibility");
    }
    if (tags != null) {
      fields.add("tags");
    }
    if (cover != null) {
      fields.add("cover");
    }
    return fields;
  }

  /** Returns these with another title. */
  public VoiceChanges withTitle(String other) {
    return new VoiceChanges(other, description, visibility, tags, cover);
  }

  /** Returns these with another visibility. */
  public VoiceChanges withVisibility(Visibility other) {
    return new VoiceChanges(title, description, other, tags, cover);
  }

  /** Returns these with another description. */
  public VoiceChanges withDescription(String other) {
    return new VoiceChanges(title, other, visibility, tags, cover);
  }

  /** Returns these with other tags. */
  public VoiceChanges withTags(List<String> others) {
    return new VoiceChanges(title, description, visibility, others, cover);
  }

  /** Returns these with another picture. */
  public VoiceChanges withCover(byte[] other) {
    return new VoiceChanges(title, description, visibility, tags, other);
  }
}
