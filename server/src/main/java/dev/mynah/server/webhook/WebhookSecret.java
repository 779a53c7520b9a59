package dev.mynah.server.webhook;

import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What signs the callbacks of a key.
 *
 * @param tokenId the key
 * @param generation 1 for the first, one more for each that replaced it
 * @param key 32 random bytes in base 64
 * @param createdAt when it was made
 * @param retiresAt until when it signs, null for the newest
 */
public record WebhookSecret(
    String tokenId, int generation, String key, Instant createdAt, @Nullable Instant retiresAt) {
  private static final String PREFIX = "whsec_";

  /** Returns the secret as receivers are given it: {@code whsec_} and base 64. */
  public String text() {
    return PREFIX + key;
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(key);
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "webhook secret " + generation + " of key " + tokenId;
  }
}
