package dev.mynah.audio.decode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.mynah.audio.decode.ChildProtocol.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The first audio stream of one local file, by FFmpeg. Runs in the child only. What it holds is
 * freed by the end of the process, or by {@link #close}.
 */
final class MediaFile implements AutoCloseable {
  /** Takes decoded frames; returns whether it wants more. */
  @FunctionalInterface
  interface FrameSink {
    boolean accept(AVFrame frame) throws IOException, ChildFailure;
  }

  private static final int DISCARD_ALL = 48; // FFmpeg's AVDISCARD_ALL
  private static final int MAX_STREAMS = 32;

  /** Errors in a row after which a stream is taken for noise. */
  private static final int MAX_ERRORS = 2_000;

  private final AVFormatContext format;
  private final AVStream stream;
  private final AVCodec codec;
  private final AVCodecContext context;
  private int errorsInARow;
  private boolean damaged;

  private MediaFile(AVFormatContext format) throws ChildFailure {
    this.format = format;
    this.stream = audioStream(format);
    AVCodec found = avcodec_find_decoder(stream.codecpar().codec_id());
    if (found == null) {
      throw new ChildFailure(Reason.UNSUPPORTED);
    }
    this.codec = found;
    this.context = avcodec_alloc_context3(codec);
    context.thread_count(1);
    context.pkt_timebase(stream.time_base());
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "codec_whitelist", AcceptedMedia.CODECS, 0);
    try {
      if (avcodec_parameters_to_context(context, stream.codecpar()) < 0
          || avcodec_open2(context, codec, options) < 0) {
        throw new ChildFailure(Reason.UNSUPPORTED);
      }
    } finally {
      av_dict_free(options);
    }
  }

  static MediaFile open(Path file, MediaHint hint) throws ChildFailure {
    AVFormatContext format = new AVFormatContext(null);
    AVInputFormat forced =
        hint == MediaHint.RAW_G722 ? av_find_input_format(AcceptedMedia.G722_CONTAINER) : null;
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", AcceptedMedia.PROTOCOLS, 0);
    av_dict_set(
        options,
        "format_whitelist",
        forced == null ? AcceptedMedia.CONTAINERS : AcceptedMedia.G722_CONTAINER,
        0);
    av_dict_set(options, "codec_whitelist", AcceptedMedia.CODECS, 0);
    av_dict_set(options, "max_streams", Integer.toString(MAX_STREAMS), 0);
    av_dict_set(options, "enable_drefs", "0", 0); // QuickTime: no samples from other files
    try {
      // With its scheme, so that no part of the path is taken for another protocol.
      if (avformat_open_input(format, "file:" + file.toAbsolutePath(), forced, options) < 0) {
        throw new ChildFailure(Reason.NOT_AUDIO);
      }
    } finally {
      av_dict_free(options);
    }
    if (avformat_find_stream_info(format, (AVDictionary) null) < 0) {
      throw new ChildFailure(Reason.DAMAGED);
    }
    return new MediaFile(format);
  }

  private static AVStream audioStream(AVFormatContext format) throws ChildFailure {
    AVStream audio = null;
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream candidate = format.streams(i);
      if (audio == null && candidate.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        audio = candidate;
      } else {
        candidate.discard(DISCARD_ALL);
      }
    }
    if (audio == null) {
      throw new ChildFailure(Reason.NO_AUDIO_STREAM);
    }
    return audio;
  }

  String container() {
    return format.iformat().name().getString();
  }

  String codec() {
    return codec.name().getString();
  }

  /** Returns the length the header tells, in seconds; 0 when it tells none. */
  double claimedSeconds() {
    boolean guessed = format.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE;
    return guessed || format.duration() <= 0 ? 0 : (double) format.duration() / AV_TIME_BASE;
  }

  /** Returns whether something couldn't be decoded. */
  boolean damaged() {
    return damaged;
  }

  /** Decodes until the end, or until the sink has enough. */
  void decode(FrameSink sink) throws IOException, ChildFailure {
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      boolean wanted = true;
      while (wanted && errorsInARow < MAX_ERRORS) {
        int result = av_read_frame(format, packet);
        if (result < 0) {
          damaged |= result != AVERROR_EOF();
          send(null);
          receive(frame, sink);
          return;
        }
        if (packet.stream_index() == stream.index()) {
          send(packet);
          wanted = receive(frame, sink);
        }
        av_packet_unref(packet);
      }
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
    }
  }

  private void send(@Nullable AVPacket packet) {
    if (avcodec_send_packet(context, packet) < 0) {
      damaged = true;
      errorsInARow++;
    }
  }

  private boolean receive(AVFrame frame, FrameSink sink) throws IOException, ChildFailure {
    while (avcodec_receive_frame(context, frame) >= 0) {
      errorsInARow = 0;
      boolean wanted = sink.accept(frame);
      av_frame_unref(frame);
      if (!wanted) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    avformat_close_input(format);
  }
}
