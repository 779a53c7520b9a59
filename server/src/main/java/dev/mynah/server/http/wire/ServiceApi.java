package dev.mynah.server.http.wire;

import dev.mynah.server.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The paths whose use is counted, under the ids by which clients of Ace Data Cloud know them: those
 * of that service where they are published, otherwise our own that never change.
 */
public enum ServiceApi {
  SPEECH(TaskType.FISH_TTS, "77adcb84-d59f-5ef9-b8a0-8b35eb42a71d", "Speech", "/fish/tts"),
  VOICE(TaskType.FISH_MODEL_CREATE, "82dcabe9-b1a3-541f-80f1-decb183b920c", "Voice", "/fish/model"),
  OLD_SPEECH(TaskType.AUDIOS, ownId(TaskType.AUDIOS), "Speech (older path)", "/fish/audios"),
  OLD_VOICE(TaskType.VOICES, ownId(TaskType.VOICES), "Voice (older path)", "/fish/voices"),
  FISH_VOICE(TaskType.MODEL_CREATE, "Voice (Fish Audio)", "/model"),
  FISH_SPEECH(TaskType.TTS_STREAM, "Speech (Fish Audio)", "/v1/tts"),
  FISH_LIVE(TaskType.TTS_LIVE, "Live speech (Fish Audio)", "/v1/tts/live"),
  FISH_RECOGNITION(TaskType.ASR, "Recognition (Fish Audio)", "/v1/asr"),
  FISH_DESIGN(TaskType.VOICE_DESIGN, "Voice design (Fish Audio)", "/v1/voice-design"),
  OPENAI_SPEECH(TaskType.OPENAI_SPEECH, "Speech (OpenAI)", "/v1/audio/speech"),
  OPENAI_RECOGNITION(
      TaskType.OPENAI_TRANSCRIPTION, "Recognition (OpenAI)", "/v1/audio/transcriptions"),
  OPENAI_VOICE(TaskType.OPENAI_VOICE, "Voice (OpenAI)", "/v1/audio/voices");

  private final TaskType type;
  private final String id;
  private final String title;
  private final String path;

  ServiceApi(TaskType type, String id, String title, String path) {
    this.type = type;
    this.id = id;
    this.title = title;
    this.path = path;
  }

  ServiceApi(TaskType type, String title, String path) {
    this(type, ownId(type), title, path);
  }

  private static String ownId(TaskType type) {
    return UUID.nameUUIDFromBytes(type.name().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Returns the API a task came through. */
  public static ServiceApi of(TaskType type) {
    return Arrays.stream(values()).filter(api -> api.type == type).findFirst().orElseThrow();
  }

  /** Returns the API of this id. */
  public static Optional<ServiceApi> withId(String id) {
    return Arrays.stream(values()).filter(api -> api.id.equalsIgnoreCase(id)).findFirst();
  }

  /** Returns the type of task it makes. */
  public TaskType type() {
    return type;
  }

  /** Returns its id, a UUID. */
  public String id() {
    return id;
  }

  /** Returns what people call it. */
  public String title() {
    return title;
  }

  /** Returns where it is. */
  public String path() {
    return path;
  }
}
