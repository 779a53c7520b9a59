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
  private static final String PLATFORM_START = "platform-v1-";
  private static final int KEY_BYTES = 32;
  private static final int SHOWN = START.length() + 6; // 36 of the 256 bits
  private static final int PLATFORM_SHOWN = PLATFORM_START.length() + 4; // 16 of the 256 bits

  private final SecureRandom random;

  KeySecrets(SecureRandom random) {
    this.random = random;
  }

  String fresh(KeyKind kind) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return switch (kind) {
      case SERVICE -> START + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case PLATFORM -> PLATFORM_START + HexFormat.of().formatHex(bytes);
    };
  }

  /** Returns the characters of a key made here that may be shown. */
  static String prefix(String key) {
    return key.substring(0, key.startsWith(PLATFORM_START) ? PLATFORM_SHOWN : SHOWN);
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
