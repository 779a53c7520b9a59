package dev.mynah.audio;

import java.io.IOException;

/** Mono audio that is read from its beginning to its end. Read by one thread at a time. */
@FunctionalInterface
public interface SampleSource {
  /**
   * Reads the next samples, waiting for them.
   *
   * @param target takes them, full scale at -1 and 1
   * @param offset where they go
   * @param length how many may come, at least 1
   * @return how many came, or -1 at the end
   * @throws IOException if there are no more to be had, though this isn't the end
   */
  int read(float[] target, int offset, int length) throws IOException;

  /** Returns a source of samples that are in memory. */
  static SampleSource of(float[] samples) {
    return new SampleSource() {
      private int position;

      @Override
      public int read(float[] target, int offset, int length) {
        int count = Math.min(length, samples.length - position);
        if (count == 0) {
          return -1;
        }
        System.arraycopy(samples, position, target, offset, count);
        position += count;
        return count;
      }
    };
  }
}
