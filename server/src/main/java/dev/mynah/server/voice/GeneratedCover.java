package dev.mynah.server.voice;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A plain picture for a voice that came without one: a wave of bars in a colour of its own, the
 * same for the same id. Written as an 8-bit palette PNG (W3C PNG specification, 11.2).
 */
final class GeneratedCover {
  static final String MEDIA_TYPE = "image/png";

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int SIZE = 256; // pixels on a side
  private static final int BARS = 9;
  private static final int BAR_STEP = 22; // pixels from one bar to the next
  private static final int BAR_WIDTH = 12; // pixels
  private static final int PALETTE_TYPE = 3; // each pixel is an index of a colour
  private static final byte BAR = 1; // colour of the bars; 0 is the ground

  private GeneratedCover() {}

  static byte[] png(String voiceId) {
    Random random = new Random(voiceId.hashCode());
    int hue = random.nextInt(360);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(SIZE).putInt(SIZE).put((byte) 8).put((byte) PALETTE_TYPE).put(new byte[3]);
    chunk(out, "IHDR", header.array());
    chunk(out, "PLTE", palette(hue));
    chunk(out, "IDAT", deflated(rows(random)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] palette(int hue) {
    byte[] colours = new byte[6];
    put(colours, 0, hue, 0.45, 0.35);
    put(colours, 3, hue, 0.25, 0.95);
    return colours;
  }

  /** Writes a colour given as hue (degrees), saturation and value (0 to 1) as red, green, blue. */
  private static void put(byte[] target, int at, int hue, double saturation, double value) {
    int[] offsets = {5, 3, 1};
    for (int i = 0; i < 3; i++) {
      double k = (offsets[i] + hue / 60.0) % 6;
      double level = value - value * saturation * Math.max(0, Math.min(Math.min(k, 4 - k), 1));
      target[at + i] = (byte) Math.round(255 * level);
    }
  }

  /** Returns the picture's lines, each with the byte that says it isn't filtered. */
  private static byte[] rows(Random random) {
    int[] heights = random.ints(BARS, 20, 90).toArray(); // pixels above and below the middle
    byte[] rows = new byte[SIZE * (SIZE + 1)];
    int left = (SIZE - (BARS - 1) * BAR_STEP - BAR_WIDTH) / 2;
    for (int y = 0; y < SIZE; y++) {
      for (int bar = 0; bar < BARS; bar++) {
        if (Math.abs(y - SIZE / 2) <= heights[bar]) {
          int start = y * (SIZE + 1) + 1 + left + bar * BAR_STEP;
          Arrays.fill(rows, start, start + BAR_WIDTH, BAR);
        }
      }
    }
    return rows;
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }
}
