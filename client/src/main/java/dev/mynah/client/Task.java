package dev.mynah.client;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work of the service for later, as it was when it was asked for.
 *
 * @param id to ask for it by
 * @param type such as {@code fish_tts} or {@code fish_model_create}; empty if not told yet
 * @param state how far it is
 * @param voice that was made, if that was the task and it has succeeded
 * @param audio files of speech that were made
 * @param failure why it failed, if it did
 * @param cost what it cost, in the service's credits, if it says so
 * @param createdAt when it was asked for, if known
 * @param finishedAt when it ended, if it has
 * @param elapsed how long it took, if it has ended
 * @param traceId what the operator can find it by; empty if not told yet
 */
public record Task(
    String id,
    String type,
    State state,
    @Nullable Voice voice,
    List<URI> audio,
    @Nullable Failure failure,
    @Nullable BigDecimal cost,
    @Nullable Instant createdAt,
    @Nullable Instant finishedAt,
    @Nullable Duration elapsed,
    String traceId) {

  /** How far a task is. */
  public enum State {
    /** Waiting or under way. */
    PENDING,
    /** Done. */
    SUCCEEDED,
    /** Not done, and it won't be. */
    FAILED
  }

  /**
   * Why a task failed.
   *
   * @param status HTTP status a waiting request would have been answered with; 0 if not told
   * @param code of the error; empty if not told
   * @param message for people
   */
  public record Failure(int status, String code, String message) {}

  /** Copies the list. */
  public Task {
    audio = List.copyOf(audio);
  }

  /** Returns whether nothing further will happen. */
  public boolean isFinished() {
    return state != State.PENDING;
  }

  static Task pending(String id) {
    return new Task(id, "", State.PENDING, null, List.of(), null, null, null, null, null, "");
  }

  /** A task that a service finished before it could be asked for. */
  static Task done(Voice voice) {
    return new Task("", "", State.SUCCEEDED, voice, List.of(), null, null, null, null, null, "");
  }
}
