package dev.mynah.server.webhook;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.List;

/** The table {@code webhook_secret}. */
final class WebhookSecretRepository {

  /** Adds a secret unless the key has one of this generation. */
  void insert(Transaction transaction, WebhookSecret secret) {
    transaction
        .handle()
        .createUpdate(
            "insert into webhook_secret (token_id, generation, secret, created_at)"
                + " values (:token, :generation, :secret, :created)"
                + " on conflict (token_id, generation) do nothing")
        .bind("token", secret.tokenId())
        .bind("generation", secret.generation())
        .bind("secret", secret.key())
        .bind("created", Rows.time(secret.createdAt()))
        .execute();
  }

  /** Returns the secrets in force, the newest first. */
  List<WebhookSecret> active(Transaction transaction, String tokenId, Instant now) {
    return transaction
        .handle()
        .createQuery(
            "select * from webhook_secret where token_id = :token"
                + " and (retires_at is null or retires_at > :now) order by generation desc")
        .bind("token", tokenId)
        .bind("now", Rows.time(now))
        .map(
            (row, context) ->
                new WebhookSecret(
                    row.getString("token_id"),
                    row.getInt("generation"),
                    row.getString("secret"),
                    Rows.time(row, "created_at"),
                    Rows.timeOrNull(row, "retires_at")))
        .list();
  }

  /** Puts an end to what came before a generation: no later than {@code time}. */
  void retireBefore(Transaction transaction, String tokenId, int generation, Instant time) {
    transaction
        .handle()
        .createUpdate(
            "update webhook_secret set retires_at = :time where token_id = :token"
                + " and generation < :generation and (retires_at is null or retires_at > :time)")
        .bind("token", tokenId)
        .bind("generation", generation)
        .bind("time", Rows.time(time))
        .execute();
  }

  /** Forgets secrets that sign no more. */
  int deleteRetired(Transaction transaction, Instant now) {
    return transaction
        .handle()
        .createUpdate("delete from webhook_secret where retires_at < :now")
        .bind("now", Rows.time(now))
        .execute();
  }
}
