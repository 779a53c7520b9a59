package dev.mynah.server.fetch;

import java.time.Duration;

/**
 * What one fetch may cost.
 *
 * @param kind what is expected at the URL
 * @param maxBytes most bytes of the file, counted both as sent and after any decompression
 * @param connect most time for connecting to one address, and for the TLS handshake
 * @param idle most time without a byte
 * @param total most time for everything, redirects included
 * @param maxRedirects most redirects followed, each vetted anew
 */
public record FetchLimits(
    MediaKind kind,
    long maxBytes,
    Duration connect,
    Duration idle,
    Duration total,
    int maxRedirects) {
  private static final long MIB = 1024L * 1024;

  /** 200 MiB in a minute: hours of compressed speech, half an hour uncompressed. */
  public static final FetchLimits AUDIO =
      new FetchLimits(
          MediaKind.AUDIO,
          200 * MIB,
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          5);

  /** 10 MiB in half a minute. */
  public static final FetchLimits IMAGE =
      new FetchLimits(
          MediaKind.IMAGE,
          10 * MIB,
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          5);

  public FetchLimits {
    boolean positive = connect.isPositive() && idle.isPositive() && total.isPositive();
    if (maxBytes <= 0 || maxRedirects < 0 || !positive) {
      throw new IllegalArgumentException("limits of a fetch must be positive");
    }
  }

  public FetchLimits withMaxBytes(long bytes) {
    return new FetchLimits(kind, bytes, connect, idle, total, maxRedirects);
  }

  public FetchLimits withTimes(Duration connect, Duration idle, Duration total) {
    return new FetchLimits(kind, maxBytes, connect, idle, total, maxRedirects);
  }
}
