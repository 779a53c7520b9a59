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
  FISH_MODEL_CREATE,
  /** A voice, asked for at /model. */
  MODEL_CREATE,
  /** Speech as a stream, asked for at /v1/tts or one of its relatives. */
  TTS_STREAM,
  /** Speech on a WebSocket, asked for at /v1/tts/live. */
  TTS_LIVE,
  /** The text of a recording, asked for at /v1/asr. */
  ASR,
  /** Voices that were described, asked for at /v1/voice-design. */
  VOICE_DESIGN,
  /** Speech, asked for at /v1/audio/speech. */
  OPENAI_SPEECH,
  /** The text of a recording, asked for at /v1/audio/transcriptions. */
  OPENAI_TRANSCRIPTION,
  /** A voice, asked for at /v1/audio/voices. */
  OPENAI_VOICE
}
