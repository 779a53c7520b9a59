package dev.mynah.server.speech;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a fast speaker and a slow listener: bytes wait in memory up to a limit and
 * beyond it in a file, so that a listener on a slow line holds no worker and no memory.
 */
final class SpeechSpool extends OutputStream {
  private static final int MEMORY_BYTES = 1 << 20;
  private static final int PIECE_BYTES = 1 << 16; // read back from the file at a time

  private final Path overflow;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> memory = new ArrayDeque<>(); // always older than what is in the file
  private int memoryBytes;
  private @Nullable FileChannel file;
  private long written; // in the file
  private long read; // from the file
  private boolean ended;
  private boolean abandoned;

  /**
   * @param overflow file made when memory isn't enough; gone after {@link #abandon}
   */
  SpeechSpool(Path overflow) {
    this.overflow = overflow;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    lock.lock();
    try {
      if (abandoned) {
        throw new IOException("the listener has gone");
      }
      if (file == null && memoryBytes + length <= MEMORY_BYTES) {
        memory.add(Arrays.copyOfRange(bytes, offset, offset + length));
        memoryBytes += length;
      } else {
        spill(ByteBuffer.wrap(bytes, offset, length));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void spill(ByteBuffer bytes) throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      channel =
          FileChannel.open(
              overflow,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = channel;
    }
    while (bytes.hasRemaining()) {
      written += channel.write(bytes, written);
    }
  }

  /** Says that nothing more will be written. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next bytes; empty at the end. */
  byte[] next() throws IOException, InterruptedException {
    lock.lock();
    try {
      while (true) {
        byte[] oldest = memory.poll();
        if (oldest != null) {
          memoryBytes -= oldest.length;
          return oldest;
        }
        FileChannel channel = file;
        if (channel != null && read < written) {
          return readBack(channel);
        }
        if (ended) {
          return new byte[0];
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private byte[] readBack(FileChannel channel) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, written - read));
    while (piece.hasRemaining()) {
      int count = channel.read(piece, read + piece.position());
      if (count < 0) {
        throw new IOException("the overflow file is shorter than what was written");
      }
    }
    read += piece.capacity();
    return piece.array();
  }

  /** Frees everything; a write after this fails. */
  void abandon() throws IOException {
    lock.lock();
    try {
      abandoned = true;
      memory.clear();
      if (file != null) {
        file.close();
        file = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
