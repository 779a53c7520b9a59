package dev.mynah.server.upload;

import java.time.Duration;

/**
 * How much may be handed in.
 *
 * @param maxBytes largest file
 * @param maxOwnerBytes most bytes one owner may have lying here at a time
 * @param lifetime how long a file is kept
 */
public record UploadSettings(long maxBytes, long maxOwnerBytes, Duration lifetime) {
  /** An owner has room for this many files of the largest size. */
  private static final int LARGEST_FILES = 10;

  public UploadSettings {
    if (maxBytes <= 0 || maxOwnerBytes < maxBytes || !lifetime.isPositive()) {
      throw new IllegalArgumentException("limits of uploads must be positive");
    }
  }

  /** Returns settings with room for ten files of the largest size. */
  public static UploadSettings of(long maxBytes, Duration lifetime) {
    return new UploadSettings(maxBytes, LARGEST_FILES * maxBytes, lifetime);
  }
}
