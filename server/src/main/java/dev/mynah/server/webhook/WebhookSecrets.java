package dev.mynah.server.webhook;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * The secrets that sign callbacks, one to a key, made when first needed. While one is being
 * replaced both sign, so that receivers can be given the new one without missing a callback.
 */
public final class WebhookSecrets {
  private static final int KEY_BYTES = 32;

  private final Database database;
  private final WebhookSecretRepository secrets = new WebhookSecretRepository();
  private final SecureRandom random;
  private final Clock clock;

  public WebhookSecrets(Database database, SecureRandom random, Clock clock) {
    this.database = database;
    this.random = random;
    this.clock = clock;
  }

  /** Returns the secrets of a key that sign now, the newest first; never empty. */
  public List<WebhookSecret> active(String tokenId) {
    Instant now = clock.instant();
    List<WebhookSecret> found =
        database.read(transaction -> secrets.active(transaction, tokenId, now));
    return found.isEmpty()
        ? database.write(transaction -> madeIfNone(transaction, tokenId, now))
        : found;
  }

  private List<WebhookSecret> madeIfNone(Transaction transaction, String tokenId, Instant now) {
    secrets.insert(transaction, fresh(tokenId, 1, now));
    return secrets.active(transaction, tokenId, now);
  }

  /**
   * Replaces the secret of a key.
   *
   * @param grace how long the one before goes on signing; zero ends it at once
   * @return the secrets that sign now, the new one first
   */
  public List<WebhookSecret> rotate(String tokenId, Duration grace) {
    Instant now = clock.instant();
    return database.write(
        transaction -> {
          int next = madeIfNone(transaction, tokenId, now).getFirst().generation() + 1;
          secrets.retireBefore(transaction, tokenId, next, now.plus(grace));
          secrets.insert(transaction, fresh(tokenId, next, now));
          return secrets.active(transaction, tokenId, now);
        });
  }

  private WebhookSecret fresh(String tokenId, int generation, Instant now) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String text = Base64.getEncoder().encodeToString(key);
    return new WebhookSecret(tokenId, generation, text, Rows.stored(now), null);
  }

  int deleteRetired(Transaction transaction) {
    return secrets.deleteRetired(transaction, clock.instant());
  }
}
