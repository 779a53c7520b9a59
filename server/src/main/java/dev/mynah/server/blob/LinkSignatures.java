package dev.mynah.server.blob;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of links to stored files: HMAC-SHA256 over id, name and expiry, so none of them can be
 * changed by whoever has the link.
 */
public final class LinkSignatures {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_KEY_BYTES = 32;
  private static final int MAX_LINK_CHARS = 2000;
  private static final Pattern LINK =
      Pattern.compile(
          "https?://[^?#]+/media/(?<blob>[0-9a-f]{32})/(?<name>[A-Za-z0-9._-]{1,100})"
              + "\\?expires=(?<expires>[0-9]{1,12})&signature=(?<signature>[0-9a-f]{64})");

  private final SecretKeySpec key;
  private final Clock clock;

  /**
   * @param key secret of 32 bytes or more, the same after a restart
   * @param clock tells whether a link has expired
   */
  public LinkSignatures(byte[] key, Clock clock) {
    if (key.length < LEAST_KEY_BYTES) {
      throw new IllegalArgumentException("the signing key needs at least 32 bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  /**
   * What a link names.
   *
   * @param blobId id of the file
   * @param fileName its name in the link
   */
  public record SignedFile(String blobId, String fileName) {}

  /**
   * Returns the file a link leads to, if it was signed here and hasn't expired. What it says of
   * scheme and host doesn't matter: one server may be reached by several names.
   *
   * @param url anything, not only links
   */
  public Optional<SignedFile> file(String url) {
    if (url.length() > MAX_LINK_CHARS) {
      return Optional.empty();
    }
    Matcher link = LINK.matcher(url);
    if (!link.matches()) {
      return Optional.empty();
    }
    SignedFile file = new SignedFile(link.group("blob"), link.group("name"));
    return verify(file.blobId(), file.fileName(), link.group("expires"), link.group("signature"))
        ? Optional.of(file)
        : Optional.empty();
  }

  /** Returns the signature in hex digits; {@code expires} is in unix seconds. */
  String sign(String blobId, String fileName, long expires) {
    return HexFormat.of().formatHex(mac(blobId, fileName, expires));
  }

  /** Returns whether a signature was made here and its time isn't over. */
  boolean verify(String blobId, String fileName, String expires, String signature) {
    byte[] given;
    long seconds;
    try {
      given = HexFormat.of().parseHex(signature);
      seconds = Long.parseLong(expires);
    } catch (IllegalArgumentException e) {
      return false;
    }
    boolean genuine = MessageDigest.isEqual(given, mac(blobId, fileName, seconds));
    return genuine && clock.instant().getEpochSecond() < seconds;
  }

  private byte[] mac(String blobId, String fileName, long expires) {
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
