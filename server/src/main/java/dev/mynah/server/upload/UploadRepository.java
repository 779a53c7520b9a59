package dev.mynah.server.upload;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Instant;

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
