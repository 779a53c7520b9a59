package dev.mynah.server.recognition;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechRecognizer;

/** Where a recogniser comes from. */
public interface RecognizerLoader {
  /** Returns whether its model is on this machine. Costs a few file look-ups. */
  boolean installed();

  /**
   * Puts its model on this machine, which takes a while.
   *
   * @throws ModelException if it can't be had; the message says why and what to do
   */
  void fetch() throws ModelException;

  /**
   * Loads it.
   *
   * @throws EngineException if its files can't be used
   */
  SpeechRecognizer open() throws EngineException;
}
