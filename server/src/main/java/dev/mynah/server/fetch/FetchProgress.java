package dev.mynah.server.fetch;

/** Hears how much of a download has come; called by whoever downloads, so it returns at once. */
@FunctionalInterface
public interface FetchProgress {
  FetchProgress NONE = (bytes, totalBytes) -> {};

  /** What {@code totalBytes} is where the other side has not said how much there is. */
  long UNKNOWN = -1;

  /**
   * Reports what has come so far.
   *
   * @param bytes of the file, unpacked where it came packed
   * @param totalBytes of the whole file
   */
  void at(long bytes, long totalBytes);
}
