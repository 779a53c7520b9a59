package dev.mynah.server.voice;

/** Who may see a voice and speak with it. */
public enum Visibility {
  /** Everyone with a key, and it is listed. */
  PUBLIC,
  /** Everyone with a key who knows its id. */
  UNLIST,
  /** Its owner. */
  PRIVATE
}
