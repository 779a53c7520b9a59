package dev.mynah.audio.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/*
 * FLAC by FFmpeg's encoder (RFC 9639), mono, 16 bit: "fLaC", STREAMINFO, the tags, then frames of
 * about 50 ms, so that a stream flows.
 *
 *   STREAMINFO: least and most samples a frame:16+16, least and most bytes a frame:24+24,
 *   rate:20 channels-1:3 bits-1:5 samples:36 md5-of-the-samples:128
 *
 * 0 says "unknown" of bytes, samples and MD5: that is what a stream carries. A stored file gets all
 * of them at the end.
 */
final class FlacWriter implements ContainerWriter {
  private static final int EFFORT = 5; // of 12: beyond, speech gets less than 1 % smaller
  private static final int SHORT_FRAME = 1_152; // samples: 48 ms at 24 kHz
  private static final int LONG_FRAME = 2_304; // samples: 52 ms at 44.1 kHz
  private static final int LONG_FRAMES_ABOVE = 24_000; // Hz
  private static final int BITS_A_SAMPLE = 16;
  private static final int STREAM_INFO = 0;
  private static final int STREAM_INFO_BYTES = 34;
  private static final int STREAM_INFO_POSITION = 8; // after the magic and the block's header
  private static final int TAGS = 4;
  private static final int LAST_BLOCK = 0x80;
  private static final int MD5_BYTES = 16;

  private final Target target;
  private final int sampleRate;
  private final NativeCodec codec;
  private final FrameBuffer frames;
  private final MessageDigest digest = md5();
  private long samplesEncoded;
  private int leastBytes = Integer.MAX_VALUE;
  private int mostBytes;

  FlacWriter(Target target, int sampleRate, ContainerTags tags) throws IOException {
    this.target = target;
    this.sampleRate = sampleRate;
    int frameSize = sampleRate > LONG_FRAMES_ABOVE ? LONG_FRAME : SHORT_FRAME;
    target.write("fLaC".getBytes(StandardCharsets.US_ASCII));
    target.write(block(STREAM_INFO, streamInfo(frameSize, 0, 0, 0, new byte[MD5_BYTES])));
    target.write(block(LAST_BLOCK | TAGS, VorbisComments.bytes("Lavc flac", tags)));
    this.codec =
        new NativeCodec(
            NativeCodec.Options.of("flac", AV_SAMPLE_FMT_S16, sampleRate)
                .withEffort(EFFORT)
                .withFrameSize(frameSize));
    this.frames = new FrameBuffer(codec.frameSize());
  }

  @Override
  public void write(float[] samples) throws IOException {
    frames.write(samples, (block, offset) -> encode(block, offset, codec.frameSize()));
  }

  private void encode(float[] samples, int offset, int length) throws IOException {
    short[] words = PcmWriter.words(samples, offset, length);
    samplesEncoded += length;
    if (target.stored()) {
      digest.update(PcmWriter.littleEndian(words));
    }
    codec.encode(words, this::take);
  }

  private void take(byte[] packet) throws IOException {
    leastBytes = Math.min(leastBytes, packet.length);
    mostBytes = Math.max(mostBytes, packet.length);
    target.write(packet);
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void finish() throws IOException {
    if (frames.held() > 0) {
      float[] rest = frames.takeHeld();
      encode(rest, 0, rest.length);
    }
    codec.drain(this::take);
    if (target.stored()) {
      int least = mostBytes == 0 ? 0 : leastBytes;
      target.patch(
          STREAM_INFO_POSITION,
          streamInfo(codec.frameSize(), least, mostBytes, samplesEncoded, digest.digest()));
    }
    target.flush();
  }

  private byte[] streamInfo(int frameSize, int least, int most, long samples, byte[] md5) {
    long packed = (long) sampleRate << 44 | (BITS_A_SAMPLE - 1L) << 36 | samples;
    return ByteBuffer.allocate(STREAM_INFO_BYTES)
        .putShort((short) frameSize)
        .putShort((short) frameSize)
        .put(threeBytes(least))
        .put(threeBytes(most))
        .putLong(packed)
        .put(md5)
        .array();
  }

  private static byte[] block(int type, byte[] content) {
    return ByteBuffer.allocate(4 + content.length)
        .put((byte) type)
        .put(threeBytes(content.length))
        .put(content)
        .array();
  }

  private static byte[] threeBytes(int value) {
    return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  @Override
  public void close() {
    codec.close();
  }
}
