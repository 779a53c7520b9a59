package dev.mynah.engine.spi;

/** Why an engine could not do what it was asked; the service maps each to its own error code. */
public enum EngineError {
  /** The text is in a language this engine doesn't speak. */
  UNSUPPORTED_LANGUAGE,
  /** The text holds nothing that can be spoken. */
  NOTHING_TO_SAY,
  /** The recording can't give a voice: too short, silent, noise, music. */
  UNUSABLE_REFERENCE,
  /** The profile is damaged or was made by another engine. */
  UNREADABLE_PROFILE,
  /** The caller no longer wants the result. */
  CANCELLED,
  /** The network failed: a defect, not the caller's fault. */
  INTERNAL
}
