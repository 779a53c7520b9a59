package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a callback tells: a voice has been made, a text has been spoken, or neither. Made by {@link
 * CallbackVerifier#verify}.
 */
public sealed interface CallbackEvent
    permits CallbackEvent.VoiceMade, CallbackEvent.TextSpoken, CallbackEvent.Failed {

  /**
   * Returns the callback's id, the same with every try and every replay: drop those seen before,
   * for instance by {@link SeenCallbacks}. Empty if the callback wasn't signed.
   */
  String id();

  /** Returns when this try was made; null if the callback wasn't signed. */
  @Nullable Instant sentAt();

  /** Returns the task as it ended. */
  Task task();

  /** A voice that can speak now. */
  record VoiceMade(String id, @Nullable Instant sentAt, Task task, Voice voice)
      implements CallbackEvent {}

  /**
   * A text that was spoken.
   *
   * @param audio where the file is; {@link Speech#download} fetches it
   */
  record TextSpoken(String id, @Nullable Instant sentAt, Task task, URI audio)
      implements CallbackEvent {}

  /** A task that failed. */
  record Failed(String id, @Nullable Instant sentAt, Task task, Task.Failure failure)
      implements CallbackEvent {}

  /**
   * Reads a callback that nobody signed, as Ace Data Cloud sends them. Anybody can send such a
   * thing: take nothing of it but the task's id, and ask {@link Tasks#find} what became of it.
   *
   * @throws CallbackException if this is no callback
   */
  static CallbackEvent readUnsigned(byte[] body) {
    return read("", null, body);
  }

  /** Reads the body of a callback. */
  static CallbackEvent read(String id, @Nullable Instant sentAt, byte[] body) {
    JsonNode tree =
        Json.tryRead(body)
            .filter(JsonNode::isObject)
            .orElseThrow(() -> new CallbackException(CallbackException.Reason.BODY, "isn't JSON"));
    Task task = TaskReader.readCallback(tree);
    Task.Failure failure = task.failure();
    Voice voice = task.voice();
    if (failure != null) {
      return new Failed(id, sentAt, task, failure);
    }
    if (voice != null) {
      return new VoiceMade(id, sentAt, task, voice);
    }
    if (!task.audio().isEmpty()) {
      return new TextSpoken(id, sentAt, task, task.audio().get(0));
    }
    throw new CallbackException(
        CallbackException.Reason.BODY, "holds neither a voice nor speech nor a failure");
  }
}
