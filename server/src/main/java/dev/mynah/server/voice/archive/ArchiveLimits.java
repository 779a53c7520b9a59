package dev.mynah.server.voice.archive;

/**
 * What an archive may cost.
 *
 * @param maxBytes most bytes all its files may have together
 * @param maxEntries most files
 * @param maxRatio how many times its own size it may unpack to, after the first few megabytes
 */
public record ArchiveLimits(long maxBytes, int maxEntries, long maxRatio) {
  private static final int MAX_ENTRIES = 64;
  private static final long MAX_RATIO = 20; // of recordings, not of silence

  /** Returns the usual limits for files of so many bytes together. */
  public static ArchiveLimits of(long maxBytes) {
    return new ArchiveLimits(maxBytes, MAX_ENTRIES, MAX_RATIO);
  }
}
