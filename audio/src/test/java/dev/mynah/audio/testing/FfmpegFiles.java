package dev.mynah.audio.testing;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * FFmpeg as the second opinion: reads what our encoders wrote and writes what our decoder reads.
 * Only for files tests made themselves.
 */
public final class FfmpegFiles {
  private static final int CHUNK = 1_024; // samples

  private FfmpegFiles() {}

  /**
   * What a file held.
   *
   * @param samples mono
   * @param tags by lower-case key
   * @param seconds as the container tells
   */
  public record Content(
      float[] samples,
      int sampleRate,
      int channels,
      String container,
      String codec,
      Map<String, String> tags,
      double seconds) {}

  /** How {@link #write} writes: FFmpeg's names of muxer and encoder, and the format it takes. */
  public record Form(String container, String encoder, int sampleFormat, int bitrate) {}

  /** Reads a whole file; stereo and more become the mean of the channels. */
  public static Content read(Path file) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_open_input(format, file.toString(), null, (AVDictionary) null));
    check(avformat_find_stream_info(format, (AVDictionary) null));
    AVStream stream = format.streams(0);
    AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
    AVCodecContext context = avcodec_alloc_context3(codec);
    check(avcodec_parameters_to_context(context, stream.codecpar()));
    context.pkt_timebase(stream.time_base());
    check(avcodec_open2(context, codec, (AVDictionary) null));
    Growing samples = new Growing();
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    while (av_read_frame(format, packet) >= 0) {
      check(avcodec_send_packet(context, packet));
      av_packet_unref(packet);
      receive(context, frame, samples);
    }
    check(avcodec_send_packet(context, null));
    receive(context, frame, samples);
    Map<String, String> tags = new TreeMap<>();
    collect(format.metadata(), tags);
    collect(stream.metadata(), tags);
    Content content =
        new Content(
            samples.toArray(),
            context.sample_rate(),
            context.ch_layout().nb_channels(),
            format.iformat().name().getString(),
            codec.name().getString(),
            tags,
            format.duration() / (double) AV_TIME_BASE);
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(context);
    avformat_close_input(format);
    return content;
  }

  private static void receive(AVCodecContext context, AVFrame frame, Growing samples) {
    while (avcodec_receive_frame(context, frame) >= 0) {
      AVFrame planar = av_frame_alloc();
      convert(frame, planar, AV_SAMPLE_FMT_FLTP);
      int channels = frame.ch_layout().nb_channels();
      float[] mono = new float[planar.nb_samples()];
      float[] one = new float[planar.nb_samples()];
      for (int channel = 0; channel < channels; channel++) {
        new FloatPointer(planar.extended_data(channel)).get(one);
        for (int i = 0; i < one.length; i++) {
          mono[i] += one[i] / channels;
        }
      }
      samples.add(mono);
      av_frame_free(planar);
      av_frame_unref(frame);
    }
  }

  /** Changes the sample format alone. */
  private static void convert(AVFrame from, AVFrame to, int sampleFormat) {
    if (from.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC) {
      av_channel_layout_default(from.ch_layout(), from.ch_layout().nb_channels());
    }
    check(av_channel_layout_copy(to.ch_layout(), from.ch_layout()));
    to.sample_rate(from.sample_rate());
    to.format(sampleFormat);
    PointerPointer<SwrContext> holder = new PointerPointer<>(1);
    holder.put(0, (Pointer) null);
    check(
        swr_alloc_set_opts2(
            holder,
            to.ch_layout(),
            sampleFormat,
            to.sample_rate(),
            from.ch_layout(),
            from.format(),
            from.sample_rate(),
            0,
            null));
    SwrContext swr = holder.get(SwrContext.class);
    check(swr_init(swr));
    check(swr_convert_frame(swr, to, from));
    swr_free(swr);
    holder.close();
  }

  /**
   * Writes a file.
   *
   * @param channels [channel][sample]
   */
  public static void write(Path file, Form form, int sampleRate, float[]... channels) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, form.container(), file.toString()));
    AVCodec codec = avcodec_find_encoder_by_name(form.encoder());
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.sample_rate(sampleRate);
    context.sample_fmt(form.sampleFormat());
    context.bit_rate(form.bitrate());
    context.strict_std_compliance(-2); // FFmpeg's own Vorbis encoder counts as experimental
    av_channel_layout_default(context.ch_layout(), channels.length);
    if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec_open2(context, codec, (AVDictionary) null));
    AVStream stream = avformat_new_stream(format, codec);
    check(avcodec_parameters_from_context(stream.codecpar(), context));
    stream.time_base(av_make_q(1, sampleRate));
    AVIOContext io = new AVIOContext(null);
    check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
    format.pb(io);
    check(avformat_write_header(format, (AVDictionary) null));
    int step = context.frame_size() > 0 ? context.frame_size() : CHUNK;
    AVPacket packet = av_packet_alloc();
    for (int at = 0; at < channels[0].length; at += step) {
      AVFrame frame = frame(channels, at, step, sampleRate, form.sampleFormat(), context);
      check(avcodec_send_frame(context, frame));
      av_frame_free(frame);
      drain(format, context, stream, packet);
    }
    check(avcodec_send_frame(context, null));
    drain(format, context, stream, packet);
    check(av_write_trailer(format));
    check(avio_closep(io));
    av_packet_free(packet);
    avcodec_free_context(context);
    avformat_free_context(format);
  }

  /** Writes a QuickTime file with one video stream and no sound. The picture isn't one. */
  public static void writeSilentFilm(Path file) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, "mov", file.toString()));
    AVStream stream = avformat_new_stream(format, null);
    stream.time_base(av_make_q(1, 25));
    stream.codecpar().codec_type(AVMEDIA_TYPE_VIDEO);
    stream.codecpar().codec_id(AV_CODEC_ID_MJPEG);
    stream.codecpar().width(16);
    stream.codecpar().height(16);
    AVIOContext io = new AVIOContext(null);
    check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
    format.pb(io);
    check(avformat_write_header(format, (AVDictionary) null));
    AVPacket packet = av_packet_alloc();
    check(av_new_packet(packet, 64));
    packet.pts(0).dts(0).duration(1);
    packet.flags(AV_PKT_FLAG_KEY);
    check(av_interleaved_write_frame(format, packet));
    check(av_write_trailer(format));
    check(avio_closep(io));
    av_packet_free(packet);
    avformat_free_context(format);
  }

  private static AVFrame frame(
      float[][] channels, int at, int step, int rate, int sampleFormat, AVCodecContext context) {
    AVFrame planar = av_frame_alloc();
    boolean fixed =
        context.frame_size() > 0
            && (context.codec().capabilities() & AV_CODEC_CAP_SMALL_LAST_FRAME) == 0;
    int length = fixed ? step : Math.min(step, channels[0].length - at);
    planar.nb_samples(length);
    planar.format(AV_SAMPLE_FMT_FLTP);
    planar.sample_rate(rate);
    av_channel_layout_default(planar.ch_layout(), channels.length);
    check(av_frame_get_buffer(planar, 0));
    for (int channel = 0; channel < channels.length; channel++) {
      float[] part = Arrays.copyOfRange(channels[channel], at, at + length);
      new FloatPointer(planar.extended_data(channel)).put(part);
    }
    AVFrame converted = av_frame_alloc();
    convert(planar, converted, sampleFormat);
    converted.pts(at);
    av_frame_free(planar);
    return converted;
  }

  private static void drain(
      AVFormatContext format, AVCodecContext context, AVStream stream, AVPacket packet) {
    while (avcodec_receive_packet(context, packet) >= 0) {
      av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      packet.stream_index(0);
      check(av_interleaved_write_frame(format, packet));
    }
  }

  private static void collect(AVDictionary dictionary, Map<String, String> tags) {
    AVDictionaryEntry entry = av_dict_iterate(dictionary, null);
    while (entry != null) {
      tags.putIfAbsent(entry.key().getString().toLowerCase(Locale.ROOT), entry.value().getString());
      entry = av_dict_iterate(dictionary, entry);
    }
  }

  private static void check(int result) {
    if (result < 0) {
      byte[] text = new byte[128];
      av_strerror(result, text, text.length);
      throw new IllegalStateException(new String(text, StandardCharsets.UTF_8));
    }
  }

  private static final class Growing {
    private float[] all = new float[1 << 16];
    private int length;

    void add(float[] more) {
      if (length + more.length > all.length) {
        all = Arrays.copyOf(all, Math.max(2 * all.length, length + more.length));
      }
      System.arraycopy(more, 0, all, length, more.length);
      length += more.length;
    }

    float[] toArray() {
      return Arrays.copyOf(all, length);
    }
  }
}
