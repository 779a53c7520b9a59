package dev.mynah.engine.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.DecodeLimits;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.audio.decode.MediaException;
import dev.mynah.audio.decode.MediaHint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recordings of a real person: the prompts of the Debian package asterisk-core-sounds-en-g722,
 * which the test set-up fetches. They are G.722 at 16 kHz, so their band ends below 8 kHz.
 */
public final class RealSpeech {
  public static final int ORIGINAL_RATE = 16_000; // Hz

  private RealSpeech() {}

  /**
   * Decodes one prompt, or skips the test if the package isn't here.
   *
   * @param prompt name without extension, e.g. {@code demo-instruct}
   * @param nativeCache folder the decoder may unpack its libraries into
   */
  public static Pcm prompt(String prompt, Path nativeCache)
      throws IOException, InterruptedException, MediaException {
    Path file = directory().resolve(prompt + ".g722");
    try (MediaDecoder decoder = new MediaDecoder(nativeCache, 1)) {
      return decoder.decode(file, MediaHint.RAW_G722, 24_000, DecodeLimits.DEFAULT).pcm();
    }
  }

  private static Path directory() {
    Path directory =
        Path.of(
            System.getProperty("mynah.test.speech", "/usr/share/asterisk/sounds/en_US_f_Allison"));
    assumeTrue(
        Files.isDirectory(directory),
        "no recordings of real speech: the Debian package asterisk-core-sounds-en-g722 is not here");
    return directory;
  }
}
