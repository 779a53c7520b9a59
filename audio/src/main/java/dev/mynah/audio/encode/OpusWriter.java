package dev.mynah.audio.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/*
 * Opus by libopus in Ogg (RFC 7845), mono, 20 ms a packet. Granule positions count samples at 48
 * kHz whatever rate the codec is fed at. They include the pre-skip, and the last one ends the
 * stream on the very sample, so that as many samples come out as went in.
 *
 * The codec's effort is 5 of 10: from 8 up libopus analyses every frame for music and takes two to
 * three times as long, which speech doesn't repay.
 */
final class OpusWriter implements ContainerWriter {
  private static final Set<Integer> CODEC_RATES = Set.of(8_000, 12_000, 16_000, 24_000, 48_000);
  private static final int EFFORT = 5;
  private static final int PACKET_TICKS = 960; // 20 ms at 48 kHz
  private static final int PACKETS_A_PAGE = 10; // 200 ms: 1 % of overhead
  private static final int HEAD_VERSION = 1;

  private final Target target;
  private final NativeCodec codec;
  private final FrameBuffer frames;
  private final OggPages pages;
  private final List<byte[]> pending = new ArrayList<>();
  private final int ticksASample;
  private final int preSkip;

  private long samplesWritten;
  private long packetsMade;
  private long packetsPaged;
  private long packetsWanted = Long.MAX_VALUE;

  OpusWriter(Target target, int codecRate, EncodingSettings settings, ContainerTags tags)
      throws IOException {
    this.target = target;
    this.codec =
        new NativeCodec(
            NativeCodec.Options.of("libopus", AV_SAMPLE_FMT_FLT, codecRate)
                .withBitrate(settings.bitrate())
                .withEffort(EFFORT));
    this.ticksASample = EncodingSettings.OPUS_RATE / codecRate;
    this.frames = new FrameBuffer(codec.frameSize());
    this.preSkip = codec.initialPadding() * ticksASample;
    boolean begun = false;
    try {
      byte[] tagPacket = tags(tags);
      this.pages = new OggPages(target, serial(tagPacket));
      pages.write(List.of(head(codecRate)), 0, false);
      writeTags(tagPacket);
      begun = true;
    } finally {
      if (!begun) {
        codec.close();
      }
    }
  }

  /** Returns the rate to feed the codec at: the input's own where Opus has it. */
  static int codecRate(int inputRate) {
    return CODEC_RATES.contains(inputRate) ? inputRate : EncodingSettings.OPUS_RATE;
  }

  @Override
  public void write(float[] samples) throws IOException {
    samplesWritten += samples.length;
    frames.write(samples, this::encode);
  }

  private void encode(float[] samples, int offset) throws IOException {
    codec.encode(samples, offset, this::take);
  }

  private void take(byte[] packet) throws IOException {
    if (packetsMade == packetsWanted) {
      return; // nothing but padding
    }
    packetsMade++;
    int segments = pending.stream().mapToInt(OggPages::segments).sum();
    if (pending.size() == PACKETS_A_PAGE
        || segments + OggPages.segments(packet) > OggPages.MAX_SEGMENTS) {
      writePage(pending.size());
    }
    pending.add(packet);
  }

  private void writePage(int packets) throws IOException {
    packetsPaged += packets;
    pages.write(pending.subList(0, packets), packetsPaged * PACKET_TICKS, false);
    pending.subList(0, packets).clear();
  }

  /** Sends what there is but one packet, which the page that ends the stream may need. */
  @Override
  public void flush() throws IOException {
    if (pending.size() > 1) {
      writePage(pending.size() - 1);
    }
    target.flush();
  }

  @Override
  public void finish() throws IOException {
    long endTick = preSkip + samplesWritten * ticksASample;
    packetsWanted = Math.max(1, Math.ceilDiv(endTick, (long) PACKET_TICKS));
    if (frames.held() > 0) {
      frames.pad(this::encode);
    }
    while (packetsMade < packetsWanted) { // the codec holds back what its look-ahead delays
      frames.pad(this::encode);
    }
    pages.write(pending, endTick, true);
    target.flush();
  }

  private byte[] head(int codecRate) {
    return ByteBuffer.allocate(19)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("OpusHead"))
        .put((byte) HEAD_VERSION)
        .put((byte) 1) // channel
        .putShort((short) preSkip)
        .putInt(codecRate)
        .putShort((short) 0) // gain
        .put((byte) 0) // mapping: mono or stereo
        .array();
  }

  private static byte[] tags(ContainerTags tags) {
    byte[] comments = VorbisComments.bytes("libopus", tags);
    return ByteBuffer.allocate(8 + comments.length).put(ascii("OpusTags")).put(comments).array();
  }

  private void writeTags(byte[] packet) throws IOException {
    if (OggPages.segments(packet) > OggPages.MAX_SEGMENTS) {
      throw new IOException("the tags are too long for an Ogg page");
    }
    pages.write(List.of(packet), 0, false);
  }

  /** The same recording is the same file: the stream's number comes from its tags. */
  private static int serial(byte[] tagPacket) {
    CRC32 crc = new CRC32();
    crc.update(tagPacket);
    return (int) crc.getValue();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    codec.close();
  }
}
