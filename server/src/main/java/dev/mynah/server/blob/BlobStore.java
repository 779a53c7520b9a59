package dev.mynah.server.blob;

import dev.mynah.server.db.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Files that rows name. The bytes are durable before the row: {@link #put} first, then {@link
 * #record} inside the transaction that makes the file mean something. Bytes no row names are swept
 * after a grace time.
 */
public interface BlobStore extends AutoCloseable {

  /** Stores a copy of a file's bytes durably. Nothing shows until {@link #record}. */
  Blob put(Path file, String mediaType);

  /** Stores bytes durably. Nothing shows until {@link #record}. */
  Blob put(byte[] bytes, String mediaType);

  /** Makes a file that was put visible, together with the rest of the transaction. */
  void record(Transaction transaction, Blob blob);

  /** Like {@link #record(Transaction, Blob)}, until a time after which the file is gone. */
  void record(Transaction transaction, Blob blob, Instant expires);

  /** Returns what is known of a file, or empty if there is no such file (any more). */
  Optional<Blob> find(String id);

  /**
   * Opens a file.
   *
   * @throws dev.mynah.server.failure.MynahException with NOT_FOUND if there is none
   */
  BlobContent open(String id);

  /** Forgets a file, together with the rest of the transaction; its bytes are swept later. */
  void delete(Transaction transaction, String id);

  /**
   * Erases files: forgets them together with the rest of the transaction, and frees their bytes
   * right after it, not at the next sweep; bytes that another file shares stay. What can't be freed
   * then, because the store is down or the process ends, is freed by a later sweep.
   */
  void erase(Transaction transaction, Collection<String> ids);

  /** Forgets files whose time is over, some hundreds at a time; returns how many. */
  int deleteExpired();

  /**
   * Frees the bytes that no row names.
   *
   * @param grace how old bytes must be, so that ones about to be named are left alone
   * @return how many files were freed
   */
  int sweep(Duration grace);

  /** Returns what keeps the store from working, in words for an operator; empty if nothing does. */
  Optional<String> problem();

  /** Stops what the store does in the background; what it didn't get to is done after a start. */
  @Override
  default void close() {}
}
