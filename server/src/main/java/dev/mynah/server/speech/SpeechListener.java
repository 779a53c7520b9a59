package dev.mynah.server.speech;

import dev.mynah.server.rendering.Alignment;
import java.io.IOException;

/**
 * Hears a stream of speech. Called on the thread that drives the session, which it may hold up:
 * that delays its own session only. Throwing ends the session.
 */
@FunctionalInterface
public interface SpeechListener {
  /**
   * Takes the next bytes of the container, whole frames or samples where the format has them.
   *
   * @param encoded belongs to the listener
   */
  void audio(byte[] encoded) throws IOException;

  /**
   * Hears that a chunk begins, before any audio of it.
   *
   * @param chunkSeq its number, from 0
   * @param content its text as it was written
   */
  default void beginning(int chunkSeq, String content) throws IOException {}

  /** Hears what was said when in a chunk, after its audio. */
  default void aligned(Alignment alignment) throws IOException {}
}
