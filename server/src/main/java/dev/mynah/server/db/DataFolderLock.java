package dev.mynah.server.db;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server off a data folder whose database is SQLite. The operating system drops the
 * lock when the process ends, however it ends. Commands that only read and write rows don't need
 * it.
 */
public final class DataFolderLock implements AutoCloseable {
  private static final String FILE_NAME = "server.lock";

  private final FileChannel channel;

  private DataFolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, making the folder if it is absent.
   *
   * @throws MynahException with UNAVAILABLE if another server has it, or the folder can't be
   *     written
   */
  public static DataFolderLock acquire(Path dataFolder) {
    try {
      Files.createDirectories(dataFolder);
      FileChannel channel =
          FileChannel.open(
              dataFolder.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw MynahException.of(
            ErrorCode.UNAVAILABLE,
            "Another server is using this data folder; stop it first or choose another folder.");
      }
      return new DataFolderLock(channel);
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The data folder can't be written; check its permissions.", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it already
    }
  }

  /** Lets the next server in. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
