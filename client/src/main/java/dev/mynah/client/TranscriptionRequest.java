package dev.mynah.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A recording to be written down. Immutable: every method returns another one. */
public final class TranscriptionRequest {
  private static final String AUDIO = "audio";

  private final Recording audio;
  private final @Nullable String language;
  private final boolean timestamps;

  private TranscriptionRequest(Recording audio, @Nullable String language, boolean timestamps) {
    this.audio = audio;
    this.language = language;
    this.timestamps = timestamps;
  }

  /** A recording in a file. */
  public static TranscriptionRequest of(Path file) {
    return new TranscriptionRequest(Recording.ofFile(AUDIO, file), null, false);
  }

  /**
   * A recording in memory.
   *
   * @param name as of a file, e.g. {@code talk.mp3}
   */
  public static TranscriptionRequest of(String name, byte[] recording) {
    return new TranscriptionRequest(Recording.ofBytes(AUDIO, name, recording), null, false);
  }

  /** Sets the language that is spoken, such as {@code en}; found out unless set. */
  public TranscriptionRequest language(String code) {
    return new TranscriptionRequest(audio, Check.text("language", code, 50), timestamps);
  }

  /** Sets whether the times of segments are wanted; they aren't unless set. */
  public TranscriptionRequest timestamps(boolean wanted) {
    return new TranscriptionRequest(audio, language, wanted);
  }

  Body body() {
    Multipart form = new Multipart().field("ignore_timestamps", Boolean.toString(!timestamps));
    if (language != null) {
      form.field("language", language);
    }
    return form.file(AUDIO, audio).body();
  }
}
