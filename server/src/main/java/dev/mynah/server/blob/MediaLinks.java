package dev.mynah.server.blob;

import java.time.Clock;
import java.time.Instant;

/**
 * Links that let anyone who has one fetch one file until they expire, and nothing else: {@code
 * {publicUrl}/media/{blobId}/{fileName}?expires={unix seconds}&signature={hex}}.
 */
public final class MediaLinks {
  private final String publicUrl;
  private final LinkSignatures signatures;

  /**
   * @param publicUrl base of absolute links, without a slash at the end
   * @param key secret of 32 bytes or more, the same after a restart
   * @param clock tells whether a link has expired
   */
  public MediaLinks(String publicUrl, byte[] key, Clock clock) {
    this.publicUrl =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    this.signatures = new LinkSignatures(key, clock);
  }

  /**
   * Returns an absolute link.
   *
   * @param fileName letters, digits, {@code . _ -} only
   */
  public String link(String blobId, String fileName, Instant expires) {
    if (!fileName.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException("not a plain file name: " + fileName);
    }
    long seconds = expires.getEpochSecond();
    return publicUrl
        + "/media/"
        + blobId
        + "/"
        + fileName
        + "?expires="
        + seconds
        + "&signature="
        + signatures.sign(blobId, fileName, seconds);
  }

  /**
   * Returns whether a link was made here and hasn't expired.
   *
   * @param expires unix seconds as in the link
   * @param signature hex digits as in the link
   */
  public boolean verify(String blobId, String fileName, String expires, String signature) {
    return signatures.verify(blobId, fileName, expires, signature);
  }
}
