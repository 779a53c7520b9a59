package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time provide a model. The lock is the operating system's, so it ends with
 * its process, however that ends; the file stays.
 */
final class StoreLock implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock, saying so if it has to. */
  static StoreLock acquire(Path file, String model, ModelProgress progress)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      for (boolean told = false; attempt(channel) == null; told = true) {
        if (!told) {
          progress.step("Another process is fetching " + model + "; waiting for it.");
        }
        Thread.sleep(POLL);
      }
      locked = true;
      return new StoreLock(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another store in this very process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close(); // which releases the lock
  }
}
