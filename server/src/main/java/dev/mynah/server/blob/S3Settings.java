package dev.mynah.server.blob;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the bucket that files are kept in.
 *
 * @param endpoint of the server; null for Amazon's own of the region
 * @param publicEndpoint the same server as listeners reach it, for direct links; null if they reach
 *     it as we do
 * @param region what signatures name; servers other than Amazon's mostly take any
 * @param bucket exists already
 * @param prefix what every key begins with: empty, or a path that ends with a slash
 * @param keys null to take them from where Amazon's tools find theirs
 * @param pathStyle whether the bucket is the first part of the path rather than of the host name
 * @param directLinks whether listeners are sent to the store itself
 * @param sweepEvery how often at most the whole bucket is listed in search of what nothing names
 */
public record S3Settings(
    @Nullable URI endpoint,
    @Nullable URI publicEndpoint,
    String region,
    String bucket,
    String prefix,
    @Nullable Keys keys,
    boolean pathStyle,
    boolean directLinks,
    Duration sweepEvery) {
  /** Listing costs a request for each thousand files; what waits for it is only what crashed. */
  public static final Duration SWEEP_EVERY = Duration.ofHours(6);

  public S3Settings {
    String path = prefix.startsWith("/") ? prefix.substring(1) : prefix;
    prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
  }

  /**
   * A pair of access keys.
   *
   * @param access its public half
   * @param secret signs requests
   */
  public record Keys(String access, String secret) {
    @Override
    public String toString() {
      return "Keys"; // shows no secret
    }
  }

  /** Returns where the server is, for people. */
  String place() {
    return endpoint == null ? "Amazon S3 in " + region : endpoint.toString();
  }
}
