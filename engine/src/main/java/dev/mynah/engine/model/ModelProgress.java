package dev.mynah.engine.model;

/** Hears how far the provision of a model has come. Called by one thread at a time. */
public interface ModelProgress {
  ModelProgress NONE =
      new ModelProgress() {
        @Override
        public void step(String message) {}

        @Override
        public void bytes(long done, long total) {}
      };

  /**
   * Reports what is being done, or that a source failed and the next is tried.
   *
   * @param message a sentence for people
   */
  void step(String message);

  /**
   * Reports bytes on disk.
   *
   * @param done bytes there so far; falls only when a source turns out to be bad
   * @param total bytes wanted
   */
  void bytes(long done, long total);
}
