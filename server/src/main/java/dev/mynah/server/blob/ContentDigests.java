package dev.mynah.server.blob;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What is known of bytes before they are sent.
 *
 * @param size in bytes
 * @param sha256 64 hex digits
 * @param md5 in base 64, as the header Content-MD5 has it: the one checksum every S3 server
 *     verifies
 */
record ContentDigests(long size, String sha256, String md5) {
  private static final int READ_BYTES = 1 << 16;

  /** Reads bytes to their end. */
  static ContentDigests of(InputStream in) throws IOException {
    MessageDigest sha256 = digest("SHA-256");
    MessageDigest md5 = digest("MD5");
    long size = 0;
    byte[] buffer = new byte[READ_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      sha256.update(buffer, 0, read);
      md5.update(buffer, 0, read);
      size += read;
    }
    return new ContentDigests(
        size,
        HexFormat.of().formatHex(sha256.digest()),
        Base64.getEncoder().encodeToString(md5.digest()));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm, e);
    }
  }
}
