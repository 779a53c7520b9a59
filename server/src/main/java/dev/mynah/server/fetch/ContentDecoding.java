package dev.mynah.server.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks bodies that a server compressed though it was asked not to. What comes out is counted by
 * the reader; what goes in is counted here, so that neither side of a bomb is unbounded.
 */
final class ContentDecoding {
  private ContentDecoding() {}

  /**
   * Opens a body. Closing it frees the decompressor but does not touch the connection.
   *
   * @param maxBytes most bytes read from the connection
   */
  static InputStream open(HttpEntity entity, long maxBytes) throws IOException {
    InputStream raw = new Capped(entity.getContent(), maxBytes);
    String encoding = entity.getContentEncoding();
    String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
    try {
      return switch (name) {
        case "", "identity" -> raw;
        case "gzip", "x-gzip" -> new Unpacked(new GZIPInputStream(raw));
        case "deflate" -> new Unpacked(inflating(raw));
        default -> throw new CorruptException("unknown or stacked content encoding", null);
      };
    } catch (ZipException | EOFException e) {
      throw new CorruptException("not in the encoding it claims", e);
    }
  }

  /** "deflate" is zlib by the standard (RFC 9110, 8.4.1.2), and raw deflate by some servers. */
  private static InputStream inflating(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    boolean zlib = (first & 0x0F) == 8 && ((first << 8) | second) % 31 == 0;
    Inflater inflater = new Inflater(!zlib);
    return new InflaterInputStream(in, inflater) {
      @Override
      public void close() throws IOException {
        super.close();
        inflater.end();
      }
    };
  }

  /** More bytes were sent than allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("more bytes than allowed");
    }
  }

  /** The body can't be unpacked. */
  static final class CorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Counts what comes off the wire. */
  private static final class Capped extends FilterInputStream {
    private long left;

    Capped(InputStream in, long maxBytes) {
      super(in);
      this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      if (n > left) {
        throw new TooLargeException();
      }
      left -= Math.max(n, 0);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      return n <= 0 || read() < 0 ? 0 : 1;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** The stream below would read the rest of the body; the connection is dropped instead. */
    @Override
    public void close() {}
  }

  /** Tells damage in the packed data from a failing connection. */
  private static final class Unpacked extends FilterInputStream {
    Unpacked(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (ZipException | EOFException e) {
        throw new CorruptException("the packed data is damaged or incomplete", e);
      }
    }
  }
}
