package dev.mynah.server.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;

/** An open stored file. Close it when done. */
public interface BlobContent extends AutoCloseable {

  /** Returns what is open. */
  Blob blob();

  /**
   * Makes sure that a part can be read, before anything is promised of it; copying that part is
   * next.
   *
   * @param offset first byte, 0 to the size
   * @param length bytes; offset + length is at most the size
   * @throws dev.mynah.server.failure.MynahException with NOT_FOUND if the bytes are gone, or
   *     UNAVAILABLE if they can't be reached now
   */
  default void prepare(long offset, long length) {}

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

  /**
   * Returns a link that leads past this server straight to the bytes, where the store gives any.
   */
  default Optional<URI> directLink(LinkWish wish) {
    return Optional.empty();
  }

  @Override
  void close() throws IOException;
}
