package dev.mynah.server.it;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.server.testing.Recordings;
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
    Path copy = Files.createTempFile(Path.of("target"), "heard", ".audio");
    try (MediaDecoder decoder = new MediaDecoder(NATIVE_CACHE, 1)) {
      Files.write(copy, file);
      Pcm pcm = decoder.decode(copy, RATE).pcm();
      double peak = 0;
      for (float sample : pcm.samples()) {
        peak = Math.max(peak, Math.abs(sample));
      }
      return new Heard(pcm.seconds(), peak, Recordings.pitch(pcm));
    } finally {
      Files.delete(copy);
    }
  }
}
