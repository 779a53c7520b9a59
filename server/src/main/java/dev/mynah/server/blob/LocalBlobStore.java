package dev.mynah.server.blob;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in a folder, each under the SHA-256 of its content: {@code files/ab/abcdef...}. A file
 * appears whole or not at all: it is written beside, forced to the disk and then renamed.
 *
 * <p>Putting and sweeping can meet: bytes that no row names may be about to be named. So a put
 * refreshes the file's time even when the content is there already, a sweep takes only files older
 * than its grace time, and both do their last step under one lock, which also holds between
 * processes.
 *
 * <p>Naming and freeing can meet too, the more so when a process stood still in between. So the
 * transaction that names bytes first makes sure that they are still there, and bytes are freed in a
 * transaction of their own that no naming of the same bytes runs beside: on SQLite because one
 * transaction writes at a time, on PostgreSQL by a lock for each content.
 */
public final class LocalBlobStore implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(LocalBlobStore.class);
  private static final int COPY_BYTES = 1 << 16;
  private static final int ROWS_AT_ONCE = 500;

  private final Path files;
  private final Path unfinished;
  private final Path lockFile;
  private final ReentrantLock publishing = new ReentrantLock();
  private final Database database;
  private final BlobRepository blobs = new BlobRepository();
  private final IdSource ids;
  private final Clock clock;

  /**
   * Opens the store, making its folders if they are absent.
   *
   * @param folder where the files live
   */
  public LocalBlobStore(Path folder, Database database, IdSource ids, Clock clock) {
    this.files = folder.resolve("files");
    this.unfinished = folder.resolve("unfinished");
    this.lockFile = folder.resolve("publish.lock");
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    try {
      Files.createDirectories(files);
      Files.createDirectories(unfinished);
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The folder for files can't be made; check its permissions.", e);
    }
  }

  @Override
  public Blob put(Path file, String mediaType) {
    try (InputStream in = Files.newInputStream(file)) {
      return store(in, mediaType);
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  @Override
  public Blob put(byte[] bytes, String mediaType) {
    try {
      return store(new ByteArrayInputStream(bytes), mediaType);
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  private static MynahException storageFailed(IOException cause) {
    return MynahException.of(
        ErrorCode.UNAVAILABLE, "A file could not be stored; the disk may be full.", cause);
  }

  private Blob store(InputStream in, String mediaType) throws IOException {
    Path written = unfinished.resolve(ids.hex());
    try {
      MessageDigest digest = sha256();
      long size = copy(in, written, digest);
      String hash = HexFormat.of().formatHex(digest.digest());
      publish(written, hash);
      return new Blob(ids.hex(), hash, size, mediaType, Rows.stored(clock.instant()));
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static long copy(InputStream in, Path target, MessageDigest digest) throws IOException {
    long size = 0;
    byte[] buffer = new byte[COPY_BYTES];
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          size += out.write(bytes);
        }
      }
      out.force(true);
    }
    return size;
  }

  private void publish(Path written, String hash) throws IOException {
    Path folder = folderOf(hash);
    Path target = folder.resolve(hash);
    Files.createDirectories(folder);
    Files.setLastModifiedTime(written, FileTime.from(clock.instant()));
    alone(() -> Files.move(written, target, StandardCopyOption.ATOMIC_MOVE));
    forceFolder(folder);
    forceFolder(files);
  }

  /** Makes a rename survive a power cut; Windows can't open folders and doesn't need it. */
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void record(Transaction transaction, Blob blob) {
    keep(transaction, blob);
    blobs.insert(transaction, blob, BlobPlace.FOLDER, null);
  }

  @Override
  public void record(Transaction transaction, Blob blob, Instant expires) {
    keep(transaction, blob);
    blobs.insert(transaction, blob, BlobPlace.FOLDER, expires);
  }

  /** Keeps bytes from being freed before a transaction that will name them is over. */
  private void keep(Transaction transaction, Blob blob) {
    if (!database.isSqlite()) {
      blobs.lockShared(transaction, blob.sha256());
    }
    if (!Files.exists(path(blob.sha256()))) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "A file was cleared away before it was recorded; try again.");
    }
  }

  /** Deletes bytes unless a row names them, or is about to. */
  private boolean free(Path file) throws IOException {
    String hash = file.getFileName().toString();
    try {
      return database.write(
          transaction -> {
            if (!database.isSqlite()) {
              blobs.lockAlone(transaction, hash);
            }
            return !blobs.namesContent(transaction, hash) && deleted(file);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean deleted(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Blob> find(String id) {
    return placed(id).map(PlacedBlob::blob);
  }

  private Optional<PlacedBlob> placed(String id) {
    return database.read(transaction -> blobs.find(transaction, id, clock.instant()));
  }

  @Override
  public BlobContent open(String id) {
    PlacedBlob placed =
        placed(id).orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "No such file."));
    if (placed.place() != BlobPlace.FOLDER) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "This file is in the S3 store, which is not configured.");
    }
    return open(placed.blob());
  }

  /** Opens a file whose row says that it is here. */
  BlobContent open(Blob blob) {
    String id = blob.id();
    try {
      return new FileContent(blob, FileChannel.open(path(blob.sha256()), StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      LOG.error("The bytes of file {} are missing from the data folder", id);
      throw MynahException.of(ErrorCode.NOT_FOUND, "No such file.", e);
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "A stored file can't be read.", e);
    }
  }

  @Override
  public void delete(Transaction transaction, String id) {
    blobs.delete(transaction, id);
  }

  @Override
  public void erase(Transaction transaction, Collection<String> erased) {
    List<String> contents = blobs.contentsInFolder(transaction, erased);
    erased.forEach(id -> blobs.delete(transaction, id));
    transaction.afterCommit(() -> contents.forEach(this::eraseOrLog));
  }

  /** The rows are gone already, so a failure is the sweep's to mend. */
  private void eraseOrLog(String hash) {
    try {
      alone(() -> free(path(hash)));
    } catch (IOException | RuntimeException e) {
      LOG.error("An erased file is still in the data folder; a sweep will free it", e);
    }
  }

  @Override
  public int deleteExpired() {
    return database.write(
        transaction -> blobs.deleteExpired(transaction, clock.instant(), ROWS_AT_ONCE));
  }

  /** Returns whether rows name files of the S3 store, which only it can give out. */
  public boolean lacksFilesOfS3() {
    return database.read(transaction -> blobs.anyIn(transaction, BlobPlace.S3));
  }

  @Override
  public Optional<String> problem() {
    return Files.isDirectory(files) && Files.isWritable(files) && Files.isWritable(unfinished)
        ? Optional.empty()
        : Optional.of("the folder of the files can't be written");
  }

  @Override
  public int sweep(Duration grace) {
    Instant limit = clock.instant().minus(grace);
    int swept = 0;
    try {
      for (Path file : olderThan(limit, files, 2)) {
        swept += sweepUnnamed(file, limit);
      }
      for (Path file : olderThan(limit, unfinished, 1)) {
        Files.deleteIfExists(file);
        swept++;
      }
    } catch (IOException e) {
      throw storageFailed(e);
    }
    if (swept > 0) {
      LOG.info("Swept {} file(s) that nothing names", swept);
    }
    return swept;
  }

  private static List<Path> olderThan(Instant limit, Path folder, int depth) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // was renamed or deleted meanwhile
            }
            throw failure;
          }
        });
    return found;
  }

  private int sweepUnnamed(Path file, Instant limit) throws IOException {
    String hash = file.getFileName().toString();
    if (isNamed(hash)) {
      return 0;
    }
    return alone(
        () -> {
          boolean refreshed = !modified(file).isBefore(limit);
          return !refreshed && free(file) ? 1 : 0;
        });
  }

  private static Instant modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX; // another sweep was faster
    }
  }

  private boolean isNamed(String hash) {
    return database.read(transaction -> blobs.namesContent(transaction, hash));
  }

  private Path path(String hash) {
    return folderOf(hash).resolve(hash);
  }

  private Path folderOf(String hash) {
    return files.resolve(hash.substring(0, 2));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Locks threads by a lock of their own, as a file lock counts for the whole process. */
  private <T> T alone(FileAction<T> action) throws IOException {
    publishing.lock();
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // let go when the channel closes
      return action.run();
    } finally {
      publishing.unlock();
    }
  }

  @FunctionalInterface
  private interface FileAction<T> {
    T run() throws IOException;
  }

  private record FileContent(Blob blob, FileChannel channel) implements BlobContent {
    @Override
    public void transferTo(OutputStream out, long offset, long length) throws IOException {
      if (offset < 0 || length < 0 || offset + length > blob.size()) {
        throw new IllegalArgumentException("a part outside the file was asked for");
      }
      WritableByteChannel target = Channels.newChannel(out);
      long end = offset + length;
      for (long at = offset; at < end; ) {
        long copied = channel.transferTo(at, end - at, target);
        if (copied <= 0) {
          throw new IOException("the stored file is shorter than its row says");
        }
        at += copied;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
