package dev.mynah.client;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to change of a voice; what isn't set stays. Immutable: every method returns another one. */
public final class VoiceChanges {
  private final @Nullable String title;
  private final @Nullable String description;
  private final @Nullable Visibility visibility;
  private final @Nullable List<String> tags;
  private final @Nullable Recording cover;

  private VoiceChanges(
      @Nullable String title,
      @Nullable String description,
      @Nullable Visibility visibility,
      @Nullable List<String> tags,
      @Nullable Recording cover) {
    this.title = title;
    this.description = description;
    this.visibility = visibility;
    this.tags = tags;
    this.cover = cover;
  }

  /** Nothing yet. */
  public static VoiceChanges none() {
    return new VoiceChanges(null, null, null, null, null);
  }

  /** Changes the title. */
  public VoiceChanges title(String other) {
    return new VoiceChanges(Check.text("title", other, 200), description, visibility, tags, cover);
  }

  /** Changes the description; an empty one takes it away. */
  public VoiceChanges description(String other) {
    return new VoiceChanges(
        title, Check.length("description", other, 5_000), visibility, tags, cover);
  }

  /** Changes who may use it. */
  public VoiceChanges visibility(Visibility other) {
    return new VoiceChanges(title, description, other, tags, cover);
  }

  /** Changes the tags, all of them. */
  public VoiceChanges tags(String... others) {
    return new VoiceChanges(
        title, description, visibility, Check.texts("tags", List.of(others), 20, 50), cover);
  }

  /** Changes the picture. */
  public VoiceChanges cover(Path picture) {
    return new VoiceChanges(
        title, description, visibility, tags, Recording.ofFile("cover_image", picture));
  }

  /** Returns this as a form if there is a picture, else as JSON. */
  Body body() {
    if (cover != null) {
      Multipart form = new Multipart().file("cover_image", cover);
      if (title != null) {
        form.field("title", title);
      }
      if (description != null) {
        form.field("description", description);
      }
      if (visibility != null) {
        form.field("visibility", visibility.wire());
      }
      if (tags != null) {
        tags.forEach(tag -> form.field("tags", tag));
      }
      return form.body();
    }
    var json = Json.object();
    if (title != null) {
      json.put("title", title);
    }
    if (description != null) {
      json.put("description", description);
    }
    if (visibility != null) {
      json.put("visibility", visibility.wire());
    }
    if (tags != null) {
      var list = json.putArray("tags");
      tags.forEach(list::add);
    }
    return Body.json(json);
  }
}
