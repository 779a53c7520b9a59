package dev.mynah.server.voice;

import dev.mynah.engine.spi.CloneReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice, as its owner knows it; what an engine needs to speak with it is kept apart.
 *
 * @param id 32 hex digits
 * @param ownerId whom it belongs to
 * @param title what people call it
 * @param description a sentence or more about it, may be empty
 * @param visibility who may see it
 * @param state how far its making has come
 * @param tags the owner's own words for finding it
 * @param languages two-letter codes of what it can speak, e.g. {@code en}
 * @param coverBlobId its picture, null until the voice is made
 * @param coverMediaType of the picture, null exactly when there is none
 * @param sourceUrl where its recording came from, null if it was uploaded or is a preset
 * @param defaultText what its sample says
 * @param createdAt when it was asked for
 * @param updatedAt when anything here last changed, use apart
 * @param taskCount how often it has spoken
 * @param samples the spoken sample first
 * @param report what was measured on its recording, null for presets and until it is made
 */
public record Voice(
    String id,
    String ownerId,
    String title,
    String description,
    Visibility visibility,
    VoiceState state,
    List<String> tags,
    List<String> languages,
    @Nullable String coverBlobId,
    @Nullable String coverMediaType,
    @Nullable String sourceUrl,
    String defaultText,
    Instant createdAt,
    Instant updatedAt,
    long taskCount,
    List<VoiceSample> samples,
    @Nullable CloneReport report) {
  public Voice {
    tags = List.copyOf(tags);
    languages = List.copyOf(languages);
    samples = List.copyOf(samples);
  }

  /** Returns the same with other samples. */
  Voice withSamples(List<VoiceSample> others) {
    return new Voice(
        id,
        ownerId,
        title,
        description,
        visibility,
        state,
        tags,
        languages,
        coverBlobId,
        coverMediaType,
        sourceUrl,
        defaultText,
        createdAt,
        updatedAt,
        taskCount,
        others,
        report);
  }

  /** Returns the same for another owner. */
  Voice ownedBy(String other) {
    return new Voice(
        id,
        other,
        title,
        description,
        visibility,
        state,
        tags,
        languages,
        coverBlobId,
        coverMediaType,
        sourceUrl,
        defaultText,
        createdAt,
        updatedAt,
        taskCount,
        samples,
        report);
  }

  /** Returns the same with what is to be different, the picture apart. */
  Voice changed(VoiceChanges changes, Instant now) {
    return new Voice(
        id,
        ownerId,
        changes.title() == null ? title : changes.title(),
        changes.description() == null ? description : changes.description(),
        changes.visibility() == null ? visibility : changes.visibility(),
        state,
        changes.tags() == null ? tags : changes.tags(),
        languages,
        coverBlobId,
        coverMediaType,
        sourceUrl,
        defaultText,
        createdAt,
        now,
        taskCount,
        samples,
        report);
  }
}
