package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import java.nio.file.Path;

/** Finds out what is said in the recordings of voices, where this server can. */
public interface Transcriber {
  /** Returns whether it could begin at once, without fetching anything. Costs little. */
  boolean ready();

  /**
   * Does what the first recording would wait for otherwise.
   *
   * @throws dev.mynah.server.failure.MynahException with UNAVAILABLE if it can't be done now
   */
  void prepare();

  /**
   * Returns what is said in a recording; empty for nothing.
   *
   * @throws dev.mynah.server.failure.MynahException with UNAVAILABLE if it can't be told now,
   *     anything else if it never can
   */
  String transcribe(Path recording, CancelSignal cancel);
}
