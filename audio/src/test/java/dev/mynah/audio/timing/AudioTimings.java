package dev.mynah.audio.timing;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.ContainerTags;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.audio.loudness.GainLimiter;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.testing.Signals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Prints times the real time of encoding, resampling and limiting, by the time the core itself
 * spent on them, and the latency of decoding in a child. Run with the test class path: {@code java
 * -cp ... dev.mynah.audio.timing.AudioTimings}.
 */
final class AudioTimings {
  private static final int RATE = 24_000;
  private static final int SECONDS = 60;
  private static final int ROUNDS = 5;

  private AudioTimings() {}

  public static void main(String[] arguments) throws Exception {
    Path natives = Path.of(System.getProperty("java.io.tmpdir"), "mynah-timing-natives");
    AudioEncoders encoders = new AudioEncoders(natives);
    Pcm speech = Signals.speechLike(RATE, SECONDS, 1);
    for (EncodingSettings settings :
        List.of(
            EncodingSettings.of(AudioFormat.MP3),
            new EncodingSettings(AudioFormat.MP3, RATE, 64_000),
            new EncodingSettings(AudioFormat.MP3, RATE, 128_000),
            EncodingSettings.of(AudioFormat.OPUS),
            new EncodingSettings(AudioFormat.WAV, RATE, 0),
            EncodingSettings.of(AudioFormat.WAV))) {
      speed(settings.toString(), () -> encoders.encode(settings, ContainerTags.NONE, speech));
    }
    speed("resample to 44100", () -> Resampler.resample(speech, 44_100));
    speed("limit at +12 dB", () -> new GainLimiter(RATE, 12, -1).process(speech.samples()));
    decoding(natives, encoders);
  }

  private static void speed(String what, Callable<?> work) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      work.call();
      seconds[round] = (threads.getCurrentThreadCpuTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    System.out.printf(Locale.ROOT, "%-70s %6.0f x real time%n", what, SECONDS / seconds[0]);
  }

  private static void decoding(Path natives, AudioEncoders encoders) throws Exception {
    Pcm speech = Signals.speechLike(RATE, 15, 2);
    byte[] mp3 = encoders.encode(EncodingSettings.of(AudioFormat.MP3), ContainerTags.NONE, speech);
    Path file = Files.write(Files.createTempFile("timing", ".mp3"), mp3);
    try (MediaDecoder decoder = new MediaDecoder(natives, 1)) {
      long begun = System.nanoTime();
      decoder.prepare();
      System.out.printf(
          Locale.ROOT, "prepare the decoder: %.0f ms%n", (System.nanoTime() - begun) / 1e6);
      double[] milliseconds = new double[20];
      for (int i = 0; i < milliseconds.length; i++) {
        long start = System.nanoTime();
        decoder.decode(file, RATE);
        milliseconds[i] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(milliseconds);
      System.out.printf(
          Locale.ROOT,
          "decode 15 s of MP3 in a child: least %.0f, median %.0f, most %.0f ms%n",
          milliseconds[0],
          milliseconds[10],
          milliseconds[19]);
    } finally {
      Files.delete(file);
    }
  }
}
