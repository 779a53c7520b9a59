package dev.mynah.server.db;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place of one running process in a data folder that several may share: a numbered folder,
 * locked while the process lives, and an id that stays with the place.
 *
 * <p>Whoever gets a place knows that the process that had it before, and any work put down under
 * its id, is dead: the operating system drops the lock when a process ends, however it ends.
 */
public final class NodeSlot implements AutoCloseable {
  private static final String LOCK_FILE = "lock"; // holds the id
  private static final int MOST = 10_000; // more processes than any machine runs on one folder
  private static final int MAX_ID_BYTES = 64;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Path folder;
  private final FileChannel channel;
  private final String id;

  private NodeSlot(Path folder, FileChannel channel, String id) {
    this.folder = folder;
    this.channel = channel;
    this.id = id;
  }

  /**
   * Takes the first free place and clears away what dead processes left in theirs.
   *
   * @param parent folder of the places, made if absent; nothing else may live in it
   * @throws MynahException with UNAVAILABLE if the folder can't be written
   */
  public static NodeSlot take(Path parent, IdSource ids) {
    NodeSlot mine = null;
    try {
      for (int number = 1; number <= MOST; number++) {
        Path folder = parent.resolve(Integer.toString(number));
        boolean used = Files.isDirectory(folder);
        if (mine != null && !used) {
          return mine;
        }
        NodeSlot free = tryTake(folder, ids);
        if (free != null) {
          free.clear();
          if (mine == null) {
            mine = free;
          } else {
            free.close();
          }
        }
      }
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The work folder can't be written; check its permissions.", e);
    }
    throw new IllegalStateException("the work folder has no place left");
  }

  private static @Nullable NodeSlot tryTake(Path folder, IdSource ids) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new NodeSlot(folder, channel, id(channel, ids));
      }
    } catch (OverlappingFileLockException e) {
      // this very process has it already
    }
    channel.close();
    return null;
  }

  /** Reads the id, or writes one if there is none or a crash cut it off. */
  private static String id(FileChannel channel, IdSource ids) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(MAX_ID_BYTES);
    while (read.hasRemaining() && channel.read(read, read.position()) > 0) {
      // until the end of the file
    }
    String known = US_ASCII.decode(read.flip()).toString();
    if (ID.matcher(known).matches()) {
      return known;
    }
    String fresh = ids.hex();
    channel.truncate(0);
    channel.write(US_ASCII.encode(fresh), 0);
    return fresh;
  }

  private void clear() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(file -> !file.endsWith(LOCK_FILE) && Files.isRegularFile(file)).toList();
    }
    for (Path file : left) {
      Files.deleteIfExists(file);
    }
  }

  /** Returns the id of this place: the same for every process that ever has it, one at a time. */
  public String id() {
    return id;
  }

  /** Returns the folder for files that mean nothing once the process has ended. */
  public Path folder() {
    return folder;
  }

  /** Leaves the place to the next process. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
