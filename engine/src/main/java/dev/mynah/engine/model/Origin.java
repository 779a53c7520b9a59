package dev.mynah.engine.model;

import java.io.IOException;

/** Somewhere the files of a model may come from. */
interface Origin {
  /** Returns where this is, for messages. */
  String description();

  /**
   * Puts as many of the missing files as it has into the staging folder.
   *
   * @throws OriginException if it has not, or not the right ones; what was staged stays
   * @throws IOException if the staging folder can't be written
   */
  void fetch(Staging staging, ModelProgress progress)
      throws OriginException, IOException, InterruptedException;
}
