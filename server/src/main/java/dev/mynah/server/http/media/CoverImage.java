package dev.mynah.server.http.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Draws a plain picture for a voice that has none: bars like a waveform, their heights and colour
 * taken from a hash of the id, so that it is always the same and costs no storage.
 *
 * <p>The file is a PNG of two colours (ISO/IEC 15948): one bit a pixel, a palette, and rows each
 * preceded by a filter byte of 0, deflated. Two dozen lines here spare the server the JDK's whole
 * graphics library.
 */
final class CoverImage {
  private static final int SIDE = 256; // pixels
  private static final int BARS = 8;
  private static final int BAR_PIXELS = SIDE / BARS;
  private static final int GAP_PIXELS = 8; // between bars, split on both sides
  private static final int LEAST_HEIGHT = 24; // pixels
  private static final int HEIGHT_RANGE = 176; // pixels
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;

  private CoverImage() {}

  static byte[] png(String id) {
    byte[] hash = hash(id);
    ByteArrayOutputStream png = new ByteArrayOutputStream(1024);
    png.writeBytes(ByteBuffer.allocate(8).putLong(SIGNATURE).array());
    chunk(
        png, "IHDR", ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE).putInt(0x01030000).array());
    chunk(png, "PLTE", palette(hash[0] & 0xFF));
    chunk(png, "IDAT", deflated(rows(hash)));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  /** Returns [row][filter byte, then 32 bytes of 8 pixels]. */
  private static byte[] rows(byte[] hash) {
    int rowBytes = 1 + SIDE / 8;
    byte[] rows = new byte[SIDE * rowBytes];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (inBar(hash, x, y)) {
          rows[y * rowBytes + 1 + x / 8] |= (byte) (0x80 >> x % 8);
        }
      }
    }
    return rows;
  }

  private static boolean inBar(byte[] hash, int x, int y) {
    int withinBar = x % BAR_PIXELS;
    if (withinBar < GAP_PIXELS / 2 || withinBar >= BAR_PIXELS - GAP_PIXELS / 2) {
      return false;
    }
    int height = LEAST_HEIGHT + (hash[1 + x / BAR_PIXELS] & 0xFF) * HEIGHT_RANGE / 255;
    return Math.abs(2 * y + 1 - SIDE) < height;
  }

  /** A dark ground and a light figure of one hue. */
  private static byte[] palette(int hue) {
    byte[] palette = new byte[6];
    for (int channel = 0; channel < 3; channel++) {
      double phase = 2 * Math.PI * (hue / 256.0 + channel / 3.0);
      palette[channel] = (byte) Math.round(56 + 32 * Math.cos(phase));
      palette[3 + channel] = (byte) Math.round(208 + 40 * Math.cos(phase));
    }
    return palette;
  }

  private static byte[] deflated(byte[] rows) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }

  private static byte[] hash(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
