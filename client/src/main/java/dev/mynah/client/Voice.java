package dev.mynah.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice, to be named in a {@link SpeechRequest} by its id.
 *
 * @param id 32 hexadecimal digits
 * @param title its name
 * @param description empty if there is none
 * @param state whether it can speak yet
 * @param visibility who may use it
 * @param tags words to find it by
 * @param languages codes such as {@code en}
 * @param samples something to listen to
 * @param coverImage URL of a picture, absolute or below the service's store of pictures; empty for
 *     none
 * @param authorId whom it belongs to; empty if the service doesn't say
 * @param taskCount how often it was used
 * @param likeCount how many liked it
 * @param createdAt when it was made, if known
 * @param updatedAt when it was last changed, if known
 * @param report what was measured on its recording; told by Mynah to the voice's owner
 */
public record Voice(
    String id,
    String title,
    String description,
    State state,
    Visibility visibility,
    List<String> tags,
    List<String> languages,
    List<Sample> samples,
    String coverImage,
    String authorId,
    long taskCount,
    long likeCount,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Report report) {

  /** How far a voice is. */
  public enum State {
    /** Just made. */
    CREATED,
    /** Being made. */
    TRAINING,
    /** Ready to speak. */
    TRAINED,
    /** Can't be made of its recording. */
    FAILED
  }

  /**
   * Something to listen to.
   *
   * @param title what it is
   * @param text what is said in it; empty if nobody knows
   * @param audio its URL, which may expire
   */
  public record Sample(String title, String text, String audio) {}

  /**
   * What was measured on the recording.
   *
   * @param speechSeconds of speech in it
   * @param noiseFloorDbfs level of what is heard when nobody speaks, dB below full scale
   * @param medianPitchHz pitch of the speaker
   * @param warnings what could be better, in sentences
   */
  public record Report(
      double speechSeconds, double noiseFloorDbfs, double medianPitchHz, List<String> warnings) {}

  /** Returns whether it can speak. */
  public boolean isReady() {
    return state == State.TRAINED;
  }
}
