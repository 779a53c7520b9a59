package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpHeaders;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells genuine callbacks from others, in the way of Standard Webhooks (standardwebhooks.com,
 * symmetric scheme "v1"): base64(HMAC-SHA256(secret, id "." timestamp "." body)), compared in
 * constant time. Thread-safe.
 *
 * <pre>{@code
 * CallbackVerifier verifier = CallbackVerifier.of(secret);
 * CallbackEvent event = verifier.verify(headers, body); // throws CallbackException
 * }</pre>
 *
 * <p>Give it the body's bytes as they came, before any parsing. While a secret is being replaced,
 * give it both. It doesn't remember callbacks: whether one has come before is told by its id, see
 * {@link SeenCallbacks}.
 */
public final class CallbackVerifier {
  /** How far a callback's time may be off unless set: five minutes. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final int MAX_SIGNATURES = 20;
  private static final int LEAST_SECRET_BYTES = 16;

  private final List<byte[]> secrets;
  private final Duration tolerance;
  private final Clock clock;

  private CallbackVerifier(List<byte[]> secrets, Duration tolerance, Clock clock) {
    this.secrets = secrets;
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /**
   * Returns a verifier.
   *
   * @param secrets {@code whsec_} and base64, as {@code ./mynah webhooks secret show} prints them;
   *     one, or two while the first is being replaced
   * @throws InvalidRequestException if one of them is no secret
   */
  public static CallbackVerifier of(String... secrets) {
    List<byte[]> keys = new ArrayList<>();
    for (String secret : secrets) {
      keys.add(key(secret.strip()));
    }
    if (keys.isEmpty()) {
      throw new InvalidRequestException("secrets", "must not be empty");
    }
    return new CallbackVerifier(List.copyOf(keys), TOLERANCE, Clock.systemUTC());
  }

  private static byte[] key(String secret) {
    try {
      String base64 = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
      byte[] key = Base64.getDecoder().decode(base64);
      if (key.length >= LEAST_SECRET_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException noBase64) {
      throw new InvalidRequestException("secrets", "must be whsec_ and base64");
    }
    throw new InvalidRequestException("secrets", "must have 16 bytes at least");
  }

  /** Returns one that allows a callback's time to be off by this much. */
  public CallbackVerifier withTolerance(Duration other) {
    return new CallbackVerifier(secrets, Check.positive("tolerance", other), clock);
  }

  /** Returns one that goes by this clock. */
  public CallbackVerifier withClock(Clock other) {
    return new CallbackVerifier(secrets, tolerance, other);
  }

  /** Returns what a genuine callback tells; see {@link #verify(Map, byte[])}. */
  public CallbackEvent verify(HttpHeaders headers, byte[] body) {
    return verify(headers.map(), body);
  }

  /**
   * Returns what a genuine callback tells.
   *
   * @param headers of the request, in any case
   * @param body of the request, byte for byte
   * @throws CallbackException if it isn't genuine, or too old
   */
  public CallbackEvent verify(Map<String, List<String>> headers, byte[] body) {
    String id = header(headers, "webhook-id");
    String timestamp = header(headers, "webhook-timestamp");
    String signatures = header(headers, "webhook-signature");
    Instant sentAt = time(timestamp);
    if (!isSigned(id, timestamp, body, signatures)) {
      throw new CallbackException(
          CallbackException.Reason.SIGNATURE, "isn't signed with this secret");
    }
    if (Duration.between(sentAt, clock.instant()).abs().compareTo(tolerance) > 0) {
      throw new CallbackException(
          CallbackException.Reason.TIME,
          "was signed more than " + Words.of(tolerance) + " from now");
    }
    return CallbackEvent.read(id, sentAt, body);
  }

  private static String header(Map<String, List<String>> headers, String name) {
    List<String> values = new ArrayList<>();
    headers.forEach(
        (key, value) -> {
          if (key != null && key.toLowerCase(Locale.ROOT).equals(name)) {
            values.addAll(value);
          }
        });
    if (values.size() != 1 || values.get(0).isBlank()) {
      throw new CallbackException(
          CallbackException.Reason.HEADERS, "must have the header " + name + " once");
    }
    return values.get(0).strip();
  }

  private static Instant time(String timestamp) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(timestamp));
    } catch (NumberFormatException | DateTimeException e) {
      throw new CallbackException(
          CallbackException.Reason.HEADERS, "must tell its time in seconds since 1970");
    }
  }

  /** Compares every signature with every secret's, so that the time taken tells nothing. */
  private boolean isSigned(String id, String timestamp, byte[] body, String signatures) {
    boolean genuine = false;
    String[] parts = signatures.split(" ", MAX_SIGNATURES + 1);
    for (byte[] secret : secrets) {
      byte[] expected = sign(secret, id, timestamp, body);
      for (int i = 0; i < Math.min(parts.length, MAX_SIGNATURES); i++) {
        String part = parts[i];
        if (part.startsWith(VERSION)) {
          byte[] given = part.substring(VERSION.length()).getBytes(UTF_8);
          genuine |= MessageDigest.isEqual(expected, given);
        }
      }
    }
    return genuine;
  }

  private static byte[] sign(byte[] secret, String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return Base64.getEncoder().encode(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "CallbackVerifier with " + secrets.size() + " secrets";
  }
}
