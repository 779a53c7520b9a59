package dev.mynah.audio.encode;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where encoded bytes go. A stored target can be mended afterwards, a streamed one can't. */
sealed interface Target extends Closeable {
  void write(byte[] bytes) throws IOException;

  void flush() throws IOException;

  /** Returns whether {@link #patch} works, so that lengths may be filled in at the end. */
  boolean stored();

  /** Overwrites bytes written before. */
  void patch(long position, byte[] bytes) throws IOException;

  /** Someone's stream, which stays open. */
  record Stream(OutputStream out) implements Target {
    @Override
    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public boolean stored() {
      return false;
    }

    @Override
    public void patch(long position, byte[] bytes) {
      throw new UnsupportedOperationException("a stream can't be patched");
    }

    @Override
    public void close() {}
  }

  /** A new file, written in large pieces. */
  final class StoredFile implements Target {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER_BYTES);

    StoredFile(Path path) throws IOException {
      this.channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      pending.writeBytes(bytes);
      if (pending.size() >= BUFFER_BYTES) {
        flush();
      }
    }

    @Override
    public void flush() throws IOException {
      writeFully(ByteBuffer.wrap(pending.toByteArray()), channel.position());
      channel.position(channel.position() + pending.size());
      pending.reset();
    }

    @Override
    public boolean stored() {
      return true;
    }

    @Override
    public void patch(long position, byte[] bytes) throws IOException {
      flush();
      writeFully(ByteBuffer.wrap(bytes), position);
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        flush();
      }
    }
  }

  /** A recording small enough to be kept in memory. */
  final class Memory implements Target {
    private final Buffer bytes = new Buffer();

    @Override
    public void write(byte[] more) {
      bytes.writeBytes(more);
    }

    @Override
    public void flush() {}

    @Override
    public boolean stored() {
      return true;
    }

    @Override
    public void patch(long position, byte[] patch) {
      bytes.patch(Math.toIntExact(position), patch);
    }

    @Override
    public void close() {}

    byte[] toByteArray() {
      return bytes.toByteArray();
    }

    private static final class Buffer extends ByteArrayOutputStream {
      synchronized void patch(int position, byte[] patch) {
        System.arraycopy(patch, 0, buf, position, patch.length);
      }
    }
  }
}
