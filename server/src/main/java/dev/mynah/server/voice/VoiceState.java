package dev.mynah.server.voice;

/** How far the making of a voice has come. */
public enum VoiceState {
  CREATED,
  TRAINING,
  TRAINED,
  FAILED
}
