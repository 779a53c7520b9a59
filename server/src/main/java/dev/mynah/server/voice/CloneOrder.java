package dev.mynah.server.voice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice to be made.
 *
 * @param recordings what it is made from: 1 to {@link #MAX_RECORDINGS} recordings of one person
 * @param recordingField wire name of the field the recordings were in, for messages, e.g. {@code
 *     voice_url}
 * @param title what people will call it; empty for a plain title
 * @param description a sentence or more about it, may be empty
 * @param imageUrl its picture, or null for a generated one
 * @param visibility who may see it
 * @param tags the owner's own words for finding it
 * @param transcripts what the recordings say, in their order; those left out at the end are not
 *     known, and an empty one isn't either. To one recording, all of them belong
 * @param consent what the owner of the voice agreed to, in the caller's words, or null; kept for
 *     good
 * @param cover its picture as the caller sent it along, in place of {@code imageUrl}, or null; not
 *     copied
 * @param name what its owner will call it besides its id, or null
 */
public record CloneOrder(
    List<Recording> recordings,
    String recordingField,
    String title,
    String description,
    @Nullable String imageUrl,
    Visibility visibility,
    List<String> tags,
    List<String> transcripts,
    @Nullable String consent,
    byte @Nullable [] cover,
    @Nullable String name) {
  public static final int MAX_RECORDINGS = 20;
  public static final int MAX_TRANSCRIPTS = 20;

  public CloneOrder {
    recordings = List.copyOf(recordings);
    tags = List.copyOf(tags);
    transcripts = List.copyOf(transcripts);
  }

  /** An order without a picture sent along and without a name. */
  public CloneOrder(
      List<Recording> recordings,
      String recordingField,
      String title,
      String description,
      @Nullable String imageUrl,
      Visibility visibility,
      List<String> tags,
      List<String> transcripts,
      @Nullable String consent) {
    this(
        recordings,
        recordingField,
        title,
        description,
        imageUrl,
        visibility,
        tags,
        transcripts,
        consent,
        null,
        null);
  }

  /** Returns the same with a picture that was sent along, or without one. */
  public CloneOrder withCover(byte @Nullable [] other) {
    return new CloneOrder(
        recordings,
        recordingField,
        title,
        description,
        imageUrl,
        visibility,
        tags,
        transcripts,
        consent,
        other,
        name);
  }

  /** Returns the same under a name. */
  public CloneOrder named(@Nullable String other) {
    return new CloneOrder(
        recordings,
        recordingField,
        title,
        description,
        imageUrl,
        visibility,
        tags,
        transcripts,
        consent,
        cover,
        other);
  }

  /** Returns the wire name of a recording, counted from 0, for messages. */
  String fieldOf(int position) {
    return fieldOf(recordingField, recordings.size(), position);
  }

  static String fieldOf(String field, int recordings, int position) {
    return recordings == 1 ? field : field + "[" + position + "]";
  }
}
