package dev.mynah.server.upload;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code upload}; its rows go with the files they name. */
final class UploadRepository {

  void insert(Transaction transaction, Upload upload, String ownerId, Instant now) {
    transaction
        .handle()
        .createUpdate(
            "insert into upload (blob_id, owner_id, size, created_at)"
                + " values (:blob, :owner, :size, :created)")
        .bind("blob", upload.blobId())
        .bind("owner", ownerId)
        .bind("size", upload.size())
        .bind("created", Rows.time(now))
        .execute();
  }

  /** Returns an owner's files that hold the same bytes as some others. */
  List<String> sameContent(Transaction transaction, String ownerId, Collection<String> blobIds) {
    if (blobIds.isEmpty()) {
      return List.of();
    }
    return transaction
        .handle()
        .createQuery(
            "select upload.blob_id from upload join blob on blob.id = upload.blob_id"
                + " where upload.owner_id = :owner"
                + " and blob.sha256 in (select sha256 from blob where id in (<ids>))")
        .bind("owner", ownerId)
        .bindList("ids", List.copyOf(blobIds))
        .mapTo(String.class)
        .list();
  }

  /** Returns a file that is still there, under the name it came with. */
  Optional<Upload> find(Transaction transaction, String blobId, String fileName, Instant now) {
    return transaction
        .handle()
        .createQuery(
            "select upload.size, blob.media_type, blob.expires_at from upload"
                + " join blob on blob.id = upload.blob_id"
                + " where upload.blob_id = :blob and blob.expires_at > :now")
        .bind("blob", blobId)
        .bind("now", Rows.time(now))
        .map(
            (row, context) ->
                new Upload(
                    blobId,
                    fileName,
                    row.getString("media_type"),
                    row.getLong("size"),
                    Rows.time(row, "expires_at")))
        .findOne();
  }

  /** Returns how many bytes an owner has lying here. */
  long bytesOf(Transaction transaction, String ownerId) {
    return transaction
        .handle()
        .createQuery("select coalesce(sum(size), 0) from upload where owner_id = :owner")
        .bind("owner", ownerId)
        .mapTo(Long.class)
        .one();
  }
}
