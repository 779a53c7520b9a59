package dev.mynah.audio.encode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/*
 * Writes the pages of one logical Ogg stream (RFC 3533). Packets never span pages here: a page
 * holds a few packets of a few hundred bytes.
 */
final class OggPages {
  static final int MAX_SEGMENTS = 255;

  private static final int FIRST_PAGE = 2;
  private static final int LAST_PAGE = 4;
  private static final int HEADER_BYTES = 27;
  private static final int CRC_POSITION = 22;
  private static final int FULL_SEGMENT = 255; // a shorter one ends a packet
  private static final int CRC_POLYNOMIAL = 0x04c1_1db7;
  private static final int[] CRC_TABLE = crcTable();

  private final Target target;
  private final int serial;
  private int sequence;

  OggPages(Target target, int serial) {
    this.target = target;
    this.serial = serial;
  }

  /** Returns how many segments of a page a packet takes. */
  static int segments(byte[] packet) {
    return packet.length / FULL_SEGMENT + 1;
  }

  /**
   * Writes one page.
   *
   * @param packets whole packets of at most {@link #MAX_SEGMENTS} segments together
   * @param granule position in the stream, in the codec's units, at the end of the page
   */
  void write(List<byte[]> packets, long granule, boolean last) throws IOException {
    int segments = packets.stream().mapToInt(OggPages::segments).sum();
    int bytes = packets.stream().mapToInt(packet -> packet.length).sum();
    ByteBuffer page =
        ByteBuffer.allocate(HEADER_BYTES + segments + bytes).order(ByteOrder.LITTLE_ENDIAN);
    page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    page.put((byte) ((sequence == 0 ? FIRST_PAGE : 0) | (last ? LAST_PAGE : 0)));
    page.putLong(granule).putInt(serial).putInt(sequence++).putInt(0);
    page.put((byte) segments);
    for (byte[] packet : packets) {
      for (int left = packet.length; left >= 0; left -= FULL_SEGMENT) {
        page.put((byte) Math.min(left, FULL_SEGMENT));
      }
    }
    packets.forEach(page::put);
    page.putInt(CRC_POSITION, crc(page.array()));
    target.write(page.array());
  }

  private static int crc(byte[] bytes) {
    int crc = 0;
    for (byte b : bytes) {
      crc = crc << 8 ^ CRC_TABLE[(crc >>> 24 ^ b) & 0xff];
    }
    return crc;
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        value = value < 0 ? value << 1 ^ CRC_POLYNOMIAL : value << 1;
      }
      table[i] = value;
    }
    return table;
  }
}
