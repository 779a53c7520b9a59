package dev.mynah.audio.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import java.io.IOException;

/*
 * MP3 by LAME, constant bitrate, mono: an ID3v2 tag if there are tags, then in stored files an Info
 * frame which lets players give back exactly the samples that went in, then the frames.
 *
 * LAME's effort 7 of 0 (best) to 9 is taken because it makes speech at the bitrates offered that
 * listeners don't tell from effort 3, at more than twice its speed; an encoder slower than the
 * speech engine would halve what a server can say.
 */
final class Mp3Writer implements ContainerWriter {
  private static final int LAME_EFFORT = 7;

  private final Target target;
  private final int bitrate;
  private final NativeCodec codec;
  private final FrameBuffer frames;
  private final InfoFrame.Totals totals = new InfoFrame.Totals();
  private final long infoPosition;
  private byte[] infoHeader = new byte[0];
  private long samplesWritten;

  Mp3Writer(Target target, EncodingSettings settings, ContainerTags tags) throws IOException {
    this.target = target;
    this.bitrate = settings.bitrate();
    byte[] id3 = Id3Tag.bytes(tags);
    target.write(id3);
    this.infoPosition = id3.length;
    this.codec =
        new NativeCodec(
            NativeCodec.Options.of("libmp3lame", AV_SAMPLE_FMT_FLTP, settings.sampleRate())
                .withBitrate(settings.bitrate())
                .withEffort(LAME_EFFORT));
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
    if (target.stored() && totals.frames() == 0) {
      infoHeader = InfoFrame.headerLike(packet);
      target.write(new byte[InfoFrame.length(infoHeader)]); // filled in at the end
    }
    totals.add(packet);
    target.write(packet);
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
    if (target.stored()) {
      InfoFrame.Gaps gaps =
          InfoFrame.Gaps.of(codec.initialPadding(), codec.frameSize(), totals, samplesWritten);
      target.patch(infoPosition, InfoFrame.bytes(infoHeader, bitrate, totals, gaps));
    }
    target.flush();
  }

  @Override
  public void close() {
    codec.close();
  }
}
