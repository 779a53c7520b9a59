package dev.mynah.server.token;

import dev.mynah.server.db.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalInt;

/**
 * The table {@code request_lease}, used on PostgreSQL only. Times are the database's own, so that
 * servers whose clocks differ agree on what has lapsed.
 */
final class LeaseRepository {
  private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

  /**
   * Takes a lease if fewer than {@code limit} are held; returns how many are then held, or empty.
   */
  OptionalInt acquire(
      Transaction transaction, String tokenId, String id, int limit, Duration life) {
    transaction
        .handle()
        .createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:token, 0))")
        .bind("token", tokenId)
        .mapTo(Integer.class)
        .one(); // counting and adding are one step to everybody else who uses this key
    int held =
        transaction
            .handle()
            .createQuery(
                "select count(*) from request_lease where token_id = :token and expires_at > "
                    + NOW)
            .bind("token", tokenId)
            .mapTo(Integer.class)
            .one();
    if (held >= limit) {
      return OptionalInt.empty();
    }
    transaction
        .handle()
        .createUpdate(
            "insert into request_lease (id, token_id, expires_at) values (:id, :token, "
                + NOW
                + " + :life)")
        .bind("id", id)
        .bind("token", tokenId)
        .bind("life", life.toMillis())
        .execute();
    return OptionalInt.of(held + 1);
  }

  void release(Transaction transaction, Collection<String> ids) {
    transaction
        .handle()
        .createUpdate("delete from request_lease where id in (<ids>)")
        .bindList("ids", ids)
        .execute();
  }

  void renew(Transaction transaction, Collection<String> ids, Duration life) {
    transaction
        .handle()
        .createUpdate(
            "update request_lease set expires_at = " + NOW + " + :life where id in (<ids>)")
        .bindList("ids", ids)
        .bind("life", life.toMillis())
        .execute();
  }

  /** Forgets what lapsed longer ago than anybody who was only slow would take to renew it. */
  void deleteLapsed(Transaction transaction, Duration ago) {
    transaction
        .handle()
        .createUpdate("delete from request_lease where expires_at < " + NOW + " - :ago")
        .bind("ago", ago.toMillis())
        .execute();
  }
}
