package dev.mynah.server.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secret part of a key: 256 random bits. Only its SHA-256 is stored; a slow hash would add
 * nothing, as nobody can try 2^256 keys.
 */
final class KeySecrets {
  private static final String START = "mynah-";
  private static final int KEY_BYTES = 32;
  private static final int SHOWN_CHARACTERS = START.length() + 6; // 36 of the 256 bits

  private final SecureRandom random;

  KeySecrets(SecureRandom random) {
    this.random = random;
  }

  String fresh() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return START + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the characters of a key made here that may be shown. */
  static String prefix(String key) {
    return key.substring(0, SHOWN_CHARACTERS);
  }

  static String hash(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
