package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a callback in the way of Standard Webhooks (standardwebhooks.com, symmetric scheme "v1"):
 * base64(HMAC-SHA256(secret, id "." timestamp "." body)), the timestamp in whole seconds since
 * 1970, one signature to a secret, with spaces between.
 */
final class WebhookSignature {
  /** The header that carries the signatures. */
  static final String SIGNATURE = "webhook-signature";

  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * Returns the headers of one try.
   *
   * @param id of the callback, the same with every try
   * @param now when it is tried
   * @param body as it is sent
   * @param secrets all that sign now
   */
  static Map<String, String> headers(
      String id, Instant now, byte[] body, List<WebhookSecret> secrets) {
    String timestamp = Long.toString(now.getEpochSecond());
    List<String> signatures = new ArrayList<>();
    for (WebhookSecret secret : secrets) {
      signatures.add("v1," + sign(secret, id, timestamp, body));
    }
    return Map.of(
        "webhook-id", id, "webhook-timestamp", timestamp, SIGNATURE, String.join(" ", signatures));
  }

  private static String sign(WebhookSecret secret, String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
