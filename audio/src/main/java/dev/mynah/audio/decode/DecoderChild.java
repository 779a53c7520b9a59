package dev.mynah.audio.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import dev.mynah.audio.decode.ChildProtocol.Reason;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;

/**
 * The process that touches a stranger's file: decodes it and writes it to standard output as {@link
 * ChildProtocol} says. Started by {@link MediaDecoder} with little memory and no privileges beyond
 * its user's; ends when its parent does.
 */
final class DecoderChild {
  /** The argument that makes it load its libraries and leave. */
  static final String PREPARE = "--prepare";

  private static final long MAX_ALLOCATION = 256L << 20; // bytes, in one piece, by FFmpeg

  /** A file shorter than its header says by more than this share has lost its end. */
  private static final double LENGTH_TOLERANCE = 0.02;

  private static final double LENGTH_SLACK = 0.2; // seconds: gaps, padding, rounding

  private final DataOutputStream out;
  private final MonoConverter converter;
  private final int sampleRate;
  private final long maxSamples;
  private long samplesWritten;
  private boolean begun;
  private boolean cut;

  private DecoderChild(DataOutputStream out, int sampleRate, long maxSamples) {
    this.out = out;
    this.converter = new MonoConverter(sampleRate);
    this.sampleRate = sampleRate;
    this.maxSamples = maxSamples;
  }

  /** Decodes one file: path, hint, sample rate, most samples to write. */
  public static void main(String[] arguments) throws IOException {
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(swresample.class);
    av_log_set_level(AV_LOG_QUIET);
    if (arguments[0].equals(PREPARE)) {
      warm();
      return;
    }
    av_max_alloc(MAX_ALLOCATION);
    endWithParent();
    OutputStream pipe = new FileOutputStream(FileDescriptor.out);
    DataOutputStream out = new DataOutputStream(pipe);
    out.writeInt(ChildProtocol.MAGIC);
    DecoderChild child =
        new DecoderChild(out, Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
    child.run(Path.of(arguments[0]), MediaHint.valueOf(arguments[1]));
    Runtime.getRuntime().halt(0); // nothing to tidy: the process is the tidying
  }

  /** Touches the classes decoding needs, for the archive the next children start from. */
  private static void warm() throws IOException {
    DataOutputStream nowhere = new DataOutputStream(OutputStream.nullOutputStream());
    new DecoderChild(nowhere, 24_000, 1).run(Path.of("/dev/null"), MediaHint.NONE);
  }

  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException closed) {
                // The same as its end: nobody holds the other side any more.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void run(Path path, MediaHint hint) throws IOException {
    boolean damaged = false;
    double claimedSeconds = 0;
    try {
      MediaFile file = MediaFile.open(path, hint);
      claimedSeconds = file.claimedSeconds();
      file.decode(frame -> take(file, frame));
      damaged = file.damaged();
      if (!begun) {
        throw new ChildFailure(Reason.DAMAGED);
      }
    } catch (ChildFailure failure) {
      if (!begun) {
        out.writeByte(ChildProtocol.FAILURE);
        out.writeUTF(failure.reason().name());
        out.flush();
        return;
      }
      damaged = true; // what came before is still good
    }
    write(converter.finish());
    double seconds = (double) samplesWritten / sampleRate;
    damaged |= !cut && seconds < claimedSeconds * (1 - LENGTH_TOLERANCE) - LENGTH_SLACK;
    out.writeByte(ChildProtocol.END);
    out.writeByte((cut ? ChildProtocol.CUT : 0) | (damaged ? ChildProtocol.DAMAGED : 0));
    out.flush();
  }

  private boolean take(MediaFile file, AVFrame frame) throws IOException, ChildFailure {
    float[] samples = converter.convert(frame);
    if (!begun) {
      begun = true;
      out.writeByte(ChildProtocol.HEADER);
      out.writeUTF(file.container());
      out.writeUTF(file.codec());
      out.writeInt(frame.sample_rate());
      out.writeInt(frame.ch_layout().nb_channels());
      out.writeDouble(file.claimedSeconds());
    }
    write(samples);
    return !cut;
  }

  private void write(float[] samples) throws IOException {
    int wanted = (int) Math.min(samples.length, maxSamples - samplesWritten);
    cut |= wanted < samples.length;
    for (int at = 0; at < wanted; at += ChildProtocol.MAX_BLOCK) {
      float[] block =
          Arrays.copyOfRange(samples, at, Math.min(wanted, at + ChildProtocol.MAX_BLOCK));
      ByteBuffer bytes = ByteBuffer.allocate(5 + Float.BYTES * block.length);
      bytes.put(ChildProtocol.SAMPLES).putInt(block.length).asFloatBuffer().put(block);
      out.write(bytes.array());
    }
    samplesWritten += wanted;
  }
}
