package dev.mynah.client;

/** What a {@link Service} may or may not be able to do. */
public enum Capability {
  /** Making a voice of recordings the service downloads itself. */
  CLONE_FROM_URL("making voices of URLs"),
  /** Making a voice of recordings sent along. */
  CLONE_FROM_FILE("making voices of files"),
  /** Making a voice as a task, to be asked for later or told by a callback. */
  CLONE_LATER("making voices as tasks"),
  /** Looking at voices, one by one and in lists. */
  VOICES("looking at voices"),
  /** Changing and deleting one's own voices. */
  CHANGE_VOICES("changing and deleting voices"),
  /** Text becomes speech. */
  SPEECH("speech"),
  /** Speech that is heard while the rest of it is still being made. */
  STREAMING("streaming speech while it is made"),
  /** Speech with the time of every word. */
  TIMED_SPEECH("speech with the times of words"),
  /** Speech of a text that is still being written. */
  LIVE_SPEECH("live speech"),
  /** Speech as a task, to be asked for later or told by a callback. */
  SPEAK_LATER("speech as tasks"),
  /** Recordings become text. */
  TRANSCRIPTION("transcription"),
  /** Asking what became of tasks. */
  TASKS("tasks"),
  /** What the key can still spend. */
  WALLET("the wallet"),
  /** What the key has used. */
  USAGE("usage records"),
  /** Callbacks that are signed. */
  SIGNED_CALLBACKS("signed callbacks");

  private final String words;

  Capability(String words) {
    this.words = words;
  }

  /** Returns this as it reads in the middle of a sentence. */
  String words() {
    return words;
  }
}
