package dev.mynah.audio.encode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/**
 * One encoder of FFmpeg's avcodec: whole frames of mono samples in, packets out. Holds native
 * memory until closed.
 */
final class NativeCodec implements AutoCloseable {
  /** Takes packets in order. */
  @FunctionalInterface
  interface PacketSink {
    void accept(byte[] packet) throws IOException;
  }

  /**
   * What to open.
   *
   * @param name FFmpeg's name of the encoder
   * @param sampleFormat one of FFmpeg's two float formats, or its 16-bit one
   * @param sampleRate Hz
   * @param bitrate bits a second; 0 where the encoder has none
   * @param effort the encoder's own scale of quality against speed; -1 for its usual one
   * @param frameSize samples a frame; 0 leaves it to the encoder
   * @param own options only this encoder has, by FFmpeg's names
   */
  record Options(
      String name,
      int sampleFormat,
      int sampleRate,
      int bitrate,
      int effort,
      int frameSize,
      Map<String, String> own) {
    private static final int USUAL_EFFORT = -1;

    static Options of(String name, int sampleFormat, int sampleRate) {
      return new Options(name, sampleFormat, sampleRate, 0, USUAL_EFFORT, 0, Map.of());
    }

    Options withBitrate(int bitsPerSecond) {
      return new Options(name, sampleFormat, sampleRate, bitsPerSecond, effort, frameSize, own);
    }

    Options withEffort(int level) {
      return new Options(name, sampleFormat, sampleRate, bitrate, level, frameSize, own);
    }

    Options withFrameSize(int samples) {
      return new Options(name, sampleFormat, sampleRate, bitrate, effort, samples, own);
    }

    Options withOwn(Map<String, String> options) {
      return new Options(name, sampleFormat, sampleRate, bitrate, effort, frameSize, options);
    }
  }

  private @Nullable AVCodecContext context;
  private @Nullable AVFrame frame;
  private @Nullable AVPacket packet;
  private final int frameSize;
  private final int initialPadding;
  private long samplesSent;

  NativeCodec(Options options) throws IOException {
    AVCodec codec = avcodec_find_encoder_by_name(options.name());
    if (codec == null) {
      throw new IOException("this build of FFmpeg has no encoder " + options.name());
    }
    boolean opened = false;
    try {
      this.context = allocated(avcodec_alloc_context3(codec));
      this.frame = allocated(av_frame_alloc());
      this.packet = allocated(av_packet_alloc());
      context.sample_rate(options.sampleRate());
      context.sample_fmt(options.sampleFormat());
      context.bit_rate(options.bitrate());
      context.compression_level(options.effort());
      context.frame_size(options.frameSize());
      context.thread_count(1);
      av_channel_layout_default(context.ch_layout(), 1);
      for (Map.Entry<String, String> option : options.own().entrySet()) {
        check(
            "set " + option.getKey(),
            av_opt_set(context.priv_data(), option.getKey(), option.getValue(), 0));
      }
      check("open the encoder", avcodec_open2(context, codec, (AVDictionary) null));
      this.frameSize = context.frame_size();
      this.initialPadding = context.initial_padding();
      frame.nb_samples(frameSize);
      frame.format(options.sampleFormat());
      frame.sample_rate(options.sampleRate());
      av_channel_layout_default(frame.ch_layout(), 1);
      check("allocate a frame", av_frame_get_buffer(frame, 0));
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /** Returns how many samples {@link #encode} takes at once. */
  int frameSize() {
    return frameSize;
  }

  /** Returns how many samples of silence the encoder puts before the first one. */
  int initialPadding() {
    return initialPadding;
  }

  /** Encodes {@code frameSize} samples from {@code offset}. */
  void encode(float[] samples, int offset, PacketSink sink) throws IOException {
    AVFrame input = writable();
    new FloatPointer(input.data(0)).put(samples, offset, frameSize);
    send(input, frameSize, sink);
  }

  /** Encodes these samples, as many as a frame has or, in the last frame, fewer. */
  void encode(short[] samples, PacketSink sink) throws IOException {
    AVFrame input = writable();
    new ShortPointer(input.data(0)).put(samples, 0, samples.length);
    send(input, samples.length, sink);
  }

  private AVFrame writable() throws IOException {
    AVFrame input = open(frame);
    check("write to a frame", av_frame_make_writable(input));
    return input;
  }

  private void send(AVFrame input, int length, PacketSink sink) throws IOException {
    input.nb_samples(length);
    input.pts(samplesSent);
    samplesSent += length;
    check("encode", avcodec_send_frame(open(context), input));
    receive(sink);
  }

  /** Gets the packets still inside the encoder. It takes no more samples after that. */
  void drain(PacketSink sink) throws IOException {
    check("finish encoding", avcodec_send_frame(open(context), null));
    receive(sink);
  }

  private void receive(PacketSink sink) throws IOException {
    AVPacket output = open(packet);
    while (true) {
      int result = avcodec_receive_packet(open(context), output);
      if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
        return;
      }
      check("encode", result);
      byte[] bytes = new byte[output.size()];
      try {
        if (bytes.length > 0) {
          output.data().get(bytes);
        }
      } finally {
        av_packet_unref(output);
      }
      if (bytes.length > 0) { // an empty packet only carries side data, such as FLAC's digest
        sink.accept(bytes);
      }
    }
  }

  @Override
  public void close() {
    if (packet != null) {
      av_packet_free(packet);
      packet = null;
    }
    if (frame != null) {
      av_frame_free(frame);
      frame = null;
    }
    if (context != null) {
      avcodec_free_context(context);
      context = null;
    }
  }

  private static <T> T open(@Nullable T handle) {
    if (handle == null) {
      throw new IllegalStateException("the encoder is closed");
    }
    return handle;
  }

  private static <T> T allocated(@Nullable T pointer) throws IOException {
    if (pointer == null) {
      throw new IOException("out of native memory");
    }
    return pointer;
  }

  private static void check(String action, int result) throws IOException {
    if (result < 0) {
      byte[] text = new byte[128];
      av_strerror(result, text, text.length);
      String reason = new String(text, StandardCharsets.UTF_8);
      throw new IOException(
          "could not %s: %s".formatted(action, reason.substring(0, reason.indexOf('\0'))));
    }
  }
}
