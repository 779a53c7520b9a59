package dev.mynah.engine.model;

import java.util.List;

/**
 * What reading every byte of a model found.
 *
 * @param manifest what it should be
 * @param problems a sentence for each file that is missing or differs; empty when all is well
 */
public record ModelVerification(ModelManifest manifest, List<String> problems) {
  public ModelVerification {
    problems = List.copyOf(problems);
  }

  /** Returns whether every file is there, byte for byte. */
  public boolean sound() {
    return problems.isEmpty();
  }
}
