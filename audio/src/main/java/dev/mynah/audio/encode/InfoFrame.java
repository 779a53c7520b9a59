package dev.mynah.audio.encode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/*
 * The silent first frame of a stored MP3 that tells players its length and how many samples to drop
 * at either end. Inside a frame of the file's own kind, after the side information:
 *
 *   "Info" flags=15 frames bytes toc[100] quality              (the Xing header, CBR variety)
 *   "LAME3.100" method lowpass peak gain gain flags bitrate    (LAME's extension, 36 bytes)
 *   delay:12 padding:12 misc gain preset length crc16(music) crc16(frame so far)
 *
 * Layout after G. Bouvigne's "MP3 Info Tag revision 1 specification". Multi-byte numbers are
 * big-endian; the CRC is CRC-16/ARC.
 */
final class InfoFrame {
  /** Samples a decoder itself delays by; players add them to the delay given. */
  private static final int DECODER_DELAY = 529;

  private static final int MAX_GAP = 0xfff; // 12 bits
  private static final int HEADER_BYTES = 4;
  private static final int XING_BYTES = 120;
  private static final int LAME_BYTES = 36;
  private static final int ALL_FIELDS = 0b1111;
  private static final int TOC_ENTRIES = 100;
  private static final int CONSTANT_BITRATE = 1;
  private static final int BITS_IN_KILOBIT = 1_000;

  /** Bitrates by their index in the header, kbit/s: MPEG-1 and then MPEG-2 and 2.5, layer III. */
  private static final int[] MPEG_1_BITRATES = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };

  private static final int[] MPEG_2_BITRATES = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };

  private static final int[] MPEG_1_RATES = {44_100, 48_000, 32_000}; // Hz, by index

  private InfoFrame() {}

  /** What has been written after the Info frame. */
  static final class Totals {
    private long frames;
    private long bytes;
    private int crc;

    void add(byte[] frame) {
      frames++;
      bytes += frame.length;
      crc = crc16(crc, frame, frame.length);
    }

    long frames() {
      return frames;
    }
  }

  /** How many decoded samples to drop before the first and after the last real one. */
  record Gaps(int delay, int padding) {
    static Gaps of(int initialPadding, int frameSize, Totals totals, long samples)
        throws IOException {
      int delay = initialPadding - DECODER_DELAY;
      long padding = totals.frames * frameSize - delay - samples;
      if (delay < 0 || delay > MAX_GAP || padding < 0 || padding > MAX_GAP) {
        throw new IOException("the MP3 encoder's gaps don't fit: %d, %d".formatted(delay, padding));
      }
      return new Gaps(delay, (int) padding);
    }
  }

  /**
   * Returns the header of an Info frame for a stream of frames like this one: without a CRC, and of
   * the least bitrate that makes room.
   */
  static byte[] headerLike(byte[] frame) {
    byte[] header = {frame[0], (byte) (frame[1] | 1), frame[2], frame[3]};
    int room = HEADER_BYTES + sideInformationBytes(header) + XING_BYTES + LAME_BYTES;
    for (int index = 1; index < MPEG_1_BITRATES.length; index++) {
      header[2] = (byte) ((index << 4) | (frame[2] & 0b0000_1100)); // no padding byte
      if (length(header) >= room) {
        break;
      }
    }
    return header;
  }

  /** Returns the length in bytes of the frame that has this header. */
  static int length(byte[] header) {
    boolean mpeg1 = isMpeg1(header);
    int index = (header[2] & 0xf0) >> 4;
    int bitrate = (mpeg1 ? MPEG_1_BITRATES : MPEG_2_BITRATES)[index] * BITS_IN_KILOBIT;
    return (mpeg1 ? 144 : 72) * bitrate / sampleRate(header);
  }

  static byte[] bytes(byte[] header, int bitrate, Totals totals, Gaps gaps) {
    ByteBuffer frame = ByteBuffer.allocate(length(header));
    long allBytes = frame.capacity() + totals.bytes;
    frame.put(header).position(HEADER_BYTES + sideInformationBytes(header));
    frame.put(ascii("Info")).putInt(ALL_FIELDS);
    frame.putInt((int) totals.frames).putInt((int) allBytes);
    for (int percent = 0; percent < TOC_ENTRIES; percent++) {
      frame.put((byte) (percent * 256 / TOC_ENTRIES)); // constant bitrate: bytes are time
    }
    frame.putInt(0);
    frame.put(ascii("LAME3.100")).put((byte) CONSTANT_BITRATE).put((byte) 0);
    frame.putInt(0).putShort((short) 0).putShort((short) 0).put((byte) 0);
    frame.put((byte) Math.min(bitrate / BITS_IN_KILOBIT, 255));
    frame.put((byte) (gaps.delay >> 4));
    frame.put((byte) (gaps.delay << 4 | gaps.padding >> 8));
    frame.put((byte) gaps.padding);
    frame.put((byte) 0).put((byte) 0).putShort((short) 0);
    frame.putInt((int) allBytes).putShort((short) totals.crc);
    frame.putShort((short) crc16(0, frame.array(), frame.position()));
    return frame.array();
  }

  private static boolean isMpeg1(byte[] header) {
    return (header[1] & 0b0001_1000) == 0b0001_1000;
  }

  private static int sampleRate(byte[] header) {
    int rate = MPEG_1_RATES[(header[2] & 0b1100) >> 2];
    return switch ((header[1] & 0b0001_1000) >> 3) {
      case 3 -> rate;
      case 2 -> rate / 2;
      default -> rate / 4; // MPEG-2.5
    };
  }

  /** Mono side information: 17 bytes in MPEG-1, 9 otherwise. */
  private static int sideInformationBytes(byte[] header) {
    return isMpeg1(header) ? 17 : 9;
  }

  private static int crc16(int start, byte[] bytes, int length) {
    int crc = start;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
      }
    }
    return crc;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
