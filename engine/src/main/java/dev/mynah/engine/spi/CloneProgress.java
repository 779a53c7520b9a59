package dev.mynah.engine.spi;

/** Hears how far cloning has come. */
@FunctionalInterface
public interface CloneProgress {
  CloneProgress NONE = (fraction, step) -> {};

  /**
   * Reports a step.
   *
   * @param fraction 0 to 1, never falling
   * @param step what is being done, in a few words
   */
  void at(double fraction, String step);
}
