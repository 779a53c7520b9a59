package dev.mynah.audio.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import dev.mynah.audio.decode.ChildProtocol.Reason;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames of any sample format, rate and channels into mono floats of one rate, by FFmpeg's
 * swresample, whose vector code needs no warming up. A change in mid-stream starts a new
 * conversion.
 */
final class MonoConverter {
  private static final int MIN_INPUT_RATE = 1_000; // Hz
  private static final int MAX_INPUT_RATE = 768_000; // Hz
  private static final int MAX_CHANNELS = 64;
  private static final int MAX_FRAME = 1 << 20; // samples

  private final int outputRate;
  private final AVChannelLayout mono = new AVChannelLayout();
  private final AVChannelLayout layout = new AVChannelLayout();
  private final PointerPointer<Pointer> output = new PointerPointer<>(1);
  private @Nullable SwrContext converter;
  private FloatPointer buffer = new FloatPointer(0);
  private int inputRate;
  private int inputFormat;

  MonoConverter(int outputRate) {
    this.outputRate = outputRate;
    av_channel_layout_default(mono, 1);
  }

  /** Returns what can be told of the output so far. */
  float[] convert(AVFrame frame) throws ChildFailure {
    if (frame.nb_samples() > MAX_FRAME) {
      throw new ChildFailure(Reason.UNSUPPORTED);
    }
    if (frame.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC) {
      av_channel_layout_default(frame.ch_layout(), frame.ch_layout().nb_channels());
    }
    float[] before = new float[0];
    if (converter == null || changed(frame)) {
      before = finish();
      start(frame);
    }
    float[] now = run(frame.extended_data(), frame.nb_samples());
    return before.length == 0 ? now : join(before, now);
  }

  /** Returns the rest of the output. */
  float[] finish() {
    if (converter == null) {
      return new float[0];
    }
    float[] rest = run(null, 0);
    swr_free(converter);
    converter = null;
    return rest;
  }

  private boolean changed(AVFrame frame) {
    return frame.sample_rate() != inputRate
        || frame.format() != inputFormat
        || av_channel_layout_compare(frame.ch_layout(), layout) != 0;
  }

  private void start(AVFrame frame) throws ChildFailure {
    int channels = frame.ch_layout().nb_channels();
    if (frame.sample_rate() < MIN_INPUT_RATE
        || frame.sample_rate() > MAX_INPUT_RATE
        || channels < 1
        || channels > MAX_CHANNELS) {
      throw new ChildFailure(Reason.UNSUPPORTED);
    }
    inputRate = frame.sample_rate();
    inputFormat = frame.format();
    av_channel_layout_copy(layout, frame.ch_layout());
    PointerPointer<SwrContext> holder = new PointerPointer<>(1);
    holder.put(0, (Pointer) null);
    int made =
        swr_alloc_set_opts2(
            holder, mono, AV_SAMPLE_FMT_FLTP, outputRate, layout, inputFormat, inputRate, 0, null);
    SwrContext fresh = made < 0 ? null : holder.get(SwrContext.class);
    holder.close();
    if (fresh == null) {
      throw new ChildFailure(Reason.UNSUPPORTED);
    }
    // A longer, steeper filter than the default: flat to 0.9 of the smaller Nyquist frequency.
    av_opt_set(fresh, "filter_size", "64", 0);
    av_opt_set(fresh, "filter_type", "kaiser", 0);
    av_opt_set(fresh, "kaiser_beta", "9", 0);
    av_opt_set(fresh, "cutoff", "0.95", 0);
    // The weights of the channels sum to 1 at most, as they always do for integer samples.
    av_opt_set(fresh, "rematrix_maxval", "1", 0);
    if (swr_init(fresh) < 0) {
      swr_free(fresh);
      throw new ChildFailure(Reason.UNSUPPORTED);
    }
    converter = fresh;
  }

  private float[] run(@Nullable PointerPointer<?> input, int samples) {
    int room = Math.max(1, swr_get_out_samples(converter, samples));
    if (buffer.capacity() < room) {
      buffer.close();
      buffer = new FloatPointer(room);
      output.put(0, buffer);
    }
    int made = swr_convert(converter, output, room, input, samples);
    float[] mono = new float[Math.max(0, made)];
    buffer.get(mono);
    return mono;
  }

  private static float[] join(float[] first, float[] second) {
    float[] both = new float[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
