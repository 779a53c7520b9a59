package dev.mynah.server.task;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.task.IdempotencyKeys.Subject;
import java.time.Instant;
import java.util.Optional;

/** The table {@code idempotency_key}. */
final class IdempotencyRepository {

  /** A key that was used. */
  record Used(String fingerprint, Subject subject) {}

  /** Puts a key down; returns whether nobody had. */
  boolean insert(
      Transaction transaction, String ownerId, IdempotencyKey key, Subject subject, Instant now) {
    return transaction
            .handle()
            .createUpdate(
                "insert into idempotency_key (owner_id, request_key, fingerprint, subject_kind,"
                    + " subject_id, created_at)"
                    + " values (:owner, :key, :fingerprint, :kind, :subject, :now)"
                    + " on conflict (owner_id, request_key) do nothing")
            .bind("owner", ownerId)
            .bind("key", key.key())
            .bind("fingerprint", key.fingerprint())
            .bind("kind", subject.kind())
            .bind("subject", subject.id())
            .bind("now", Rows.time(now))
            .execute()
        == 1;
  }

  Optional<Used> find(Transaction transaction, String ownerId, String key, Instant notBefore) {
    return transaction
        .handle()
        .createQuery(
            "select * from idempotency_key"
                + " where owner_id = :owner and request_key = :key and created_at >= :limit")
        .bind("owner", ownerId)
        .bind("key", key)
        .bind("limit", Rows.time(notBefore))
        .map(
            (row, context) ->
                new Used(
                    row.getString("fingerprint"),
                    new Subject(row.getString("subject_kind"), row.getString("subject_id"))))
        .findOne();
  }

  void delete(Transaction transaction, String ownerId, String key) {
    transaction
        .handle()
        .execute(
            "delete from idempotency_key where owner_id = ? and request_key = ?", ownerId, key);
  }

  void deleteBefore(Transaction transaction, String ownerId, String key, Instant limit) {
    transaction
        .handle()
        .createUpdate(
            "delete from idempotency_key"
                + " where owner_id = :owner and request_key = :key and created_at < :limit")
        .bind("owner", ownerId)
        .bind("key", key)
        .bind("limit", Rows.time(limit))
        .execute();
  }

  int deleteAllBefore(Transaction transaction, Instant limit, int atMost) {
    return transaction
        .handle()
        .createUpdate(
            "delete from idempotency_key where (owner_id, request_key) in"
                + " (select owner_id, request_key from idempotency_key"
                + " where created_at < :limit limit :most)")
        .bind("limit", Rows.time(limit))
        .bind("most", atMost)
        .execute();
  }
}
