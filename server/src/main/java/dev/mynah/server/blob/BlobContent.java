package dev.mynah.server.blob;

import java.io.IOException;
import java.io.OutputStream;

/** An open stored file. Close it when done. */
public interface BlobContent extends AutoCloseable {

  /** Returns what is open. */
  Blob blob();

  /**
   * Copies a part of the file.
   *
   * @param offset first byte, 0 to the size
   * @param length bytes to copy; offset + length is at most the size
   */
  void transferTo(OutputStream out, long offset, long length) throws IOException;

  /** Copies all of it. */
  default void transferTo(OutputStream out) throws IOException {
    transferTo(out, 0, blob().size());
  }

  @Override
  void close() throws IOException;
}
