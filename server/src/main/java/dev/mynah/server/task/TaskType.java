package dev.mynah.server.task;

/** What was asked for; the names on the wire are lower case. */
public enum TaskType {
  /** A voice, asked for at /fish/voices. */
  VOICES,
  /** Speech, asked for at /fish/tts. */
  FISH_TTS,
  /** Speech, asked for at /fish/audios. */
  AUDIOS,
  /** A voice, asked for at /fish/model. */
  FISH_MODEL_CREATE
}
