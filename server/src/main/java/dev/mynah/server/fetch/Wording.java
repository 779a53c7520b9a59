package dev.mynah.server.fetch;

import java.time.Duration;
import java.util.Locale;

/** Limits as people read them. */
final class Wording {
  private static final long KIB = 1024;

  private Wording() {}

  static String seconds(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    return seconds == Math.rint(seconds)
        ? (long) seconds + (seconds == 1 ? " second" : " seconds")
        : String.format(Locale.ROOT, "%.1f seconds", seconds);
  }

  static String bytes(long bytes) {
    if (bytes >= KIB * KIB && bytes % (KIB * KIB) == 0) {
      return bytes / (KIB * KIB) + " MiB";
    }
    if (bytes >= KIB && bytes % KIB == 0) {
      return bytes / KIB + " KiB";
    }
    return bytes + " bytes";
  }
}
