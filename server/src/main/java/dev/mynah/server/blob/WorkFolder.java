package dev.mynah.server.blob;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for files that mean nothing after a restart: downloads and half-made recordings. It
 * belongs to one process; {@link dev.mynah.server.db.NodeSlot} gives one out.
 */
public final class WorkFolder {
  private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

  private final Path folder;
  private final IdSource ids;

  /**
   * @param folder made if absent
   */
  public WorkFolder(Path folder, IdSource ids) {
    this.folder = folder;
    this.ids = ids;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The work folder can't be made; check its permissions.", e);
    }
  }

  /** Returns the folder itself. */
  public Path path() {
    return folder;
  }

  /** Returns a name in the folder that no file has. */
  public Path fresh() {
    return folder.resolve(ids.hex());
  }

  /**
   * Copies a stored file to a fresh one of the folder.
   *
   * @throws MynahException with NOT_FOUND if there is no such file, or UNAVAILABLE if it can't be
   *     read or copied now; then no copy is left
   */
  public Path copyOf(BlobStore blobs, String blobId) {
    Path copy = fresh();
    boolean whole = false;
    try (BlobContent content = blobs.open(blobId);
        OutputStream out = Files.newOutputStream(copy)) {
      content.transferTo(out);
      whole = true;
      return copy;
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "A stored recording can't be read.", e);
    } finally {
      if (!whole) {
        discard(copy);
      }
    }
  }

  /** Deletes a file of the folder if it is there; one that can't be is left for the next start. */
  public void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("A file of the work folder could not be deleted: {}", e.getClass().getSimpleName());
    }
  }
}
