package dev.mynah.audio.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Decodes many hostile files one after the other, as {@link DecoderChild} decodes one, and prints a
 * line for each: its number and what came of it. Dies where a decoder would.
 */
final class FuzzChild {
  private static final int RATE = 24_000;
  private static final long MAX_SAMPLES = 605L * RATE;

  private FuzzChild() {}

  /** Arguments: folder, first number, number after the last. */
  public static void main(String[] arguments) throws IOException {
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(256L << 20);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int i = Integer.parseInt(arguments[1]); i < Integer.parseInt(arguments[2]); i++) {
      out.println(i + " " + outcome(Path.of(arguments[0], Integer.toString(i))));
    }
  }

  private static String outcome(Path file) throws IOException {
    long[] samples = {0};
    MonoConverter converter = new MonoConverter(RATE);
    try (MediaFile media = MediaFile.open(file, MediaHint.NONE)) {
      media.decode(
          frame -> {
            samples[0] += converter.convert(frame).length;
            return samples[0] <= MAX_SAMPLES;
          });
      samples[0] += converter.finish().length;
      return samples[0] == 0 ? "NOTHING" : media.damaged() ? "PART" : "ALL";
    } catch (ChildFailure failure) {
      return failure.reason().name();
    }
  }
}
