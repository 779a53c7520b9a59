package dev.mynah.server.blob;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables {@code blob} and {@code blob_leftover}. */
final class BlobRepository {
  private static final int HEX = 16;
  private static final int LOCK_DIGITS = 16; // of a hash, as many as make a long

  void insert(Transaction transaction, Blob blob, BlobPlace place, @Nullable Instant expires) {
    transaction
        .handle()
        .createUpdate(
            "insert into blob (id, sha256, size, media_type, place, created_at, expires_at)"
                + " values (:id, :sha256, :size, :mediaType, :place, :created, :expires)")
        .bind("place", place.name())
        .bind("id", blob.id())
        .bind("sha256", blob.sha256())
        .bind("size", blob.size())
        .bind("mediaType", blob.mediaType())
        .bind("created", Rows.time(blob.createdAt()))
        .bind("expires", Rows.time(expires))
        .execute();
  }

  Optional<PlacedBlob> find(Transaction transaction, String id, Instant now) {
    return transaction
        .handle()
        .createQuery(
            "select * from blob where id = :id and (expires_at is null or expires_at > :now)")
        .bind("id", id)
        .bind("now", Rows.time(now))
        .map((row, context) -> read(row))
        .findOne();
  }

  /**
   * Until this transaction is over, {@link #lockAlone} of the same content waits. PostgreSQL only.
   */
  void lockShared(Transaction transaction, String sha256) {
    lock(transaction, "pg_advisory_xact_lock_shared", sha256);
  }

  /**
   * Waits until no other transaction has locked this content, and keeps others from it until this
   * one is over. PostgreSQL only.
   */
  void lockAlone(Transaction transaction, String sha256) {
    lock(transaction, "pg_advisory_xact_lock", sha256);
  }

  private static void lock(Transaction transaction, String function, String sha256) {
    long number = Long.parseUnsignedLong(sha256, 0, LOCK_DIGITS, HEX);
    transaction.handle().execute("select " + function + "(?)", number);
  }

  /** Returns whether a file of this content is in the folder. */
  boolean namesContent(Transaction transaction, String sha256) {
    return transaction
        .handle()
        .createQuery("select 1 from blob where sha256 = :sha256 and place = 'FOLDER' limit 1")
        .bind("sha256", sha256)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Returns those of some ids that rows name. */
  Set<String> named(Transaction transaction, List<String> ids) {
    return ids.isEmpty()
        ? Set.of()
        : Set.copyOf(
            transaction
                .handle()
                .createQuery("select id from blob where id in (<ids>)")
                .bindList("ids", ids)
                .mapTo(String.class)
                .list());
  }

  /** Returns those of some files whose bytes are in the folder. */
  List<String> inFolder(Transaction transaction, Collection<String> ids) {
    return ofFolder(transaction, "id", ids);
  }

  /** Returns the hashes of the content of those files whose bytes are in the folder. */
  List<String> contentsInFolder(Transaction transaction, Collection<String> ids) {
    return ofFolder(transaction, "sha256", ids);
  }

  private static List<String> ofFolder(
      Transaction transaction, String column, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : transaction
            .handle()
            .createQuery(
                "select distinct " + column + " from blob where id in (<ids>) and place = 'FOLDER'")
            .bindList("ids", List.copyOf(ids))
            .mapTo(String.class)
            .list();
  }

  /** Returns whether any file is where this place is. */
  boolean anyIn(Transaction transaction, BlobPlace place) {
    return transaction
        .handle()
        .createQuery("select 1 from blob where place = :place limit 1")
        .bind("place", place.name())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Deletes a row; an object it named in S3 becomes a leftover. */
  void delete(Transaction transaction, String id) {
    transaction
        .handle()
        .createUpdate(
            "insert into blob_leftover (id)"
                + " select id from blob where id = :id and place = 'S3'")
        .bind("id", id)
        .execute();
    transaction.handle().createUpdate("delete from blob where id = :id").bind("id", id).execute();
  }

  /** Returns objects in S3 that wait to be freed. */
  List<String> leftovers(Transaction transaction, int atMost) {
    return transaction
        .handle()
        .createQuery("select id from blob_leftover order by id limit :most")
        .bind("most", atMost)
        .mapTo(String.class)
        .list();
  }

  void freed(Transaction transaction, List<String> ids) {
    transaction
        .handle()
        .createUpdate("delete from blob_leftover where id in (<ids>)")
        .bindList("ids", ids)
        .execute();
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

  private static PlacedBlob read(ResultSet row) throws SQLException {
    return new PlacedBlob(
        new Blob(
            row.getString("id"),
            row.getString("sha256"),
            row.getLong("size"),
            row.getString("media_type"),
            Rows.time(row, "created_at")),
        BlobPlace.valueOf(row.getString("place")));
  }
}
