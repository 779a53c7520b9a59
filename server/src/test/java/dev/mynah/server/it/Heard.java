package dev.mynah.server.it;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.server.testing.Recordings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a listener would find in an answer's audio, whatever its format.
 *
 * @param seconds how long it plays
 * @param peak largest amplitude, full scale 1
 * @param pitch of the tone it holds, Hz
 */
record Heard(double seconds, double peak, double pitch) {
  private static final Path NATIVE_CACHE = Path.of("target", "native-cache");
  private static final int RATE = 24_000; // Hz

  static Heard in(byte[] file) throws Exception {
    Pcm pcm = samples(file);
    double peak = 0;
    for (float sample : pcm.samples()) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return new Heard(pcm.seconds(), peak, Recordings.pitch(pcm));
  }

  /**
   * Returns the samples of audio in some format.
   *
   * @param format {@code pcm} for raw 16-bit samples, low byte first; others tell themselves
   * @param rate of raw samples, Hz
   */
  static Pcm samples(byte[] audio, String format, int rate) throws Exception {
    return format.equals("pcm") ? raw(audio, rate) : samples(audio);
  }

  private static Pcm raw(byte[] audio, int rate) {
    ShortBuffer values = ByteBuffer.wrap(audio).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    float[] samples = new float[values.remaining()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = values.get(i) / 32768f;
    }
    return new Pcm(samples, rate);
  }

  private static Pcm samples(byte[] file) throws Exception {
    Path copy = Files.createTempFile(Path.of("target"), "heard", ".audio");
    try (MediaDecoder decoder = new MediaDecoder(NATIVE_CACHE, 1)) {
      Files.write(copy, file);
      return decoder.decode(copy, RATE).pcm();
    } finally {
      Files.delete(copy);
    }
  }
}
