package dev.mynah.server.blob;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code blob}. */
final class BlobRepository {

  void insert(Transaction transaction, Blob blob, @Nullable Instant expires) {
    transaction
        .handle()
        .createUpdate(
            "insert into blob (id, sha256, size, media_type, created_at, expires_at)"
                + " values (:id, :sha256, :size, :mediaType, :created, :expires)")
        .bind("id", blob.id())
        .bind("sha256", blob.sha256())
        .bind("size", blob.size())
        .bind("mediaType", blob.mediaType())
        .bind("created", Rows.time(blob.createdAt()))
        .bind("expires", Rows.time(expires))
        .execute();
  }

  Optional<Blob> find(Transaction transaction, String id, Instant now) {
    return transaction
        .handle()
        .createQuery(
            "select * from blob where id = :id and (expires_at is null or expires_at > :now)")
        .bind("id", id)
        .bind("now", Rows.time(now))
        .map((row, context) -> read(row))
        .findOne();
  }

  boolean namesContent(Transaction transaction, String sha256) {
    return transaction
        .handle()
        .createQuery("select 1 from blob where sha256 = :sha256 limit 1")
        .bind("sha256", sha256)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void delete(Transaction transaction, String id) {
    transaction.handle().createUpdate("delete from blob where id = :id").bind("id", id).execute();
  }

  int deleteExpired(Transaction transaction, Instant now, int atMost) {
    List<String> expired =
        transaction
            .handle()
            .createQuery("select id from blob where expires_at <= :now limit :most")
            .bind("now", Rows.time(now))
            .bind("most", atMost)
            .mapTo(String.class)
            .list();
    expired.forEach(id -> delete(transaction, id));
    return expired.size();
  }

  private static Blob read(ResultSet row) throws SQLException {
    return new Blob(
        row.getString("id"),
        row.getString("sha256"),
        row.getLong("size"),
        row.getString("media_type"),
        Rows.time(row, "created_at"));
  }
}
