package dev.mynah.server.task;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import org.jspecify.annotations.Nullable;

/** How a task ended. */
public sealed interface TaskResult {

  /**
   * A voice is there.
   *
   * @param voiceId its id
   */
  record VoiceMade(String voiceId) implements TaskResult {}

  /**
   * Speech is stored.
   *
   * @param blobId the file
   * @param fileName what a browser should call it, e.g. {@code 5872ab00.mp3}
   * @param mediaType e.g. {@code audio/mpeg}
   * @param seconds how long it plays
   * @param latencyMillis how long the making took
   */
  record SpeechMade(
      String blobId, String fileName, String mediaType, double seconds, long latencyMillis)
      implements TaskResult {}

  /**
   * It failed.
   *
   * @param code why, for programs
   * @param message why, for people; may be shown to the caller
   * @param field wire name of the field at fault, where one is
   */
  record TaskFailure(ErrorCode code, String message, @Nullable String field)
      implements TaskResult {}

  /** Returns what a task's failure is recorded as. */
  static TaskFailure of(MynahException failure) {
    return new TaskFailure(
        failure.code(), String.valueOf(failure.getMessage()), failure.field().orElse(null));
  }
}
