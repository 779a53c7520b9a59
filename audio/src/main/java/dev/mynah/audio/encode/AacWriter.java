package dev.mynah.audio.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/*
 * AAC-LC by FFmpeg's own encoder, mono, in ADTS frames (ISO/IEC 14496-3, 1.A.2), after an ID3v2 tag
 * if there are tags. Every frame carries the seven bytes a player needs to begin with it:
 *
 *   syncword:12=fff MPEG-4:1=0 layer:2=0 no-crc:1=1 profile:2 rate:4 private:1=0 channels:3
 *   original, home, copyright:4=0 length:13 fullness:11=7ff blocks-1:2=0
 *
 * Of FFmpeg's two searches for quantizers the fast one is taken: on speech it comes as close to the
 * original, measured by signal to noise, in a third of the time.
 *
 * ADTS has no place for lengths or gaps: a player gives back one frame of silence, with which every
 * AAC encoder begins, and then all the samples up to the end of the last frame.
 */
final class AacWriter implements ContainerWriter {
  /** Sample rates by their index in the header, Hz. */
  private static final List<Integer> RATES =
      List.of(
          96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
          8_000, 7_350);

  private static final int HEADER_BYTES = 7;
  private static final int MAX_FRAME_BYTES = (1 << 13) - 1;
  private static final int LOW_COMPLEXITY = 1; // the object type less one
  private static final int MONO = 1;
  private static final int FULLNESS_UNTOLD = 0x7ff;

  private final Target target;
  private final int rateIndex;
  private final NativeCodec codec;
  private final FrameBuffer frames;
  private long samplesWritten;

  AacWriter(Target target, EncodingSettings settings, ContainerTags tags) throws IOException {
    this.target = target;
    this.rateIndex = RATES.indexOf(settings.sampleRate());
    target.write(Id3Tag.bytes(tags));
    this.codec =
        new NativeCodec(
            NativeCodec.Options.of("aac", AV_SAMPLE_FMT_FLTP, settings.sampleRate())
                .withBitrate(settings.bitrate())
                .withOwn(Map.of("aac_coder", "fast")));
    this.frames = new FrameBuffer(codec.frameSize());
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
    int length = HEADER_BYTES + packet.length;
    if (length > MAX_FRAME_BYTES) {
      throw new IOException("an AAC frame of %d bytes doesn't fit".formatted(length));
    }
    target.write(ByteBuffer.allocate(length).put(header(length)).put(packet).array());
  }

  private byte[] header(int length) {
    return new byte[] {
      (byte) 0xff,
      (byte) 0xf1,
      (byte) (LOW_COMPLEXITY << 6 | rateIndex << 2 | MONO >> 2),
      (byte) ((MONO & 0b11) << 6 | length >> 11),
      (byte) (length >> 3),
      (byte) ((length & 0b111) << 5 | FULLNESS_UNTOLD >> 6),
      (byte) ((FULLNESS_UNTOLD & 0b11_1111) << 2)
    };
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void finish() throws IOException {
    if (frames.held() > 0 || samplesWritten == 0) {
      frames.pad(this::encode);
    }
    codec.drain(this::take);
    target.flush();
  }

  @Override
  public void close() {
    codec.close();
  }
}
