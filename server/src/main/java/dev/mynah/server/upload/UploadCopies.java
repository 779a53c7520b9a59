package dev.mynah.server.upload;

import dev.mynah.server.db.Transaction;
import java.util.Collection;
import java.util.List;

/** Finds what was handed in by its content, for whoever has to erase that content. */
public final class UploadCopies {
  private final UploadRepository uploads = new UploadRepository();

  /**
   * Returns files an owner handed in that hold the same bytes as others.
   *
   * @param blobIds the others
   * @return ids of files
   */
  public List<String> of(Transaction transaction, String ownerId, Collection<String> blobIds) {
    return uploads.sameContent(transaction, ownerId, blobIds);
  }
}
