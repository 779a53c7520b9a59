package dev.mynah.server.blob;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links that let anyone who has one fetch one file until they expire, and nothing else: {@code
 * {publicUrl}/media/{blobId}/{fileName}?expires={unix seconds}&signature={hex}}. The signature is
 * HMAC-SHA256 over id, name and expiry, so none of them can be changed.
 */
public final class MediaLinks {
  private static final String ALGORITHM = "HmacSHA256";

  private final String publicUrl;
  private final SecretKeySpec key;
  private final Clock clock;

  /**
   * @param publicUrl base of absolute links, without a slash at the end
   * @param key secret of 32 bytes or more, the same after a restart
   * @param clock tells whether a link has expired
   */
  public MediaLinks(String publicUrl, byte[] key, Clock clock) {
    if (key.length < 32) {
      throw new IllegalArgumentException("the signing key needs at least 32 bytes");
    }
    this.publicUrl =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
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
        + HexFormat.of().formatHex(sign(blobId, fileName, seconds));
  }

  /**
   * Returns whether a link was made here and hasn't expired.
   *
   * @param expires unix seconds as in the link
   * @param signature hex digits as in the link
   */
  public boolean verify(String blobId, String fileName, String expires, String signature) {
    byte[] given;
    long seconds;
    try {
      given = HexFormat.of().parseHex(signature);
      seconds = Long.parseLong(expires);
    } catch (IllegalArgumentException e) {
      return false;
    }
    boolean genuine = MessageDigest.isEqual(given, sign(blobId, fileName, seconds));
    return genuine && clock.instant().getEpochSecond() < seconds;
  }

  private byte[] sign(String blobId, String fileName, long expires) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String message = blobId + "\n" + fileName + "\n" + expires;
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
