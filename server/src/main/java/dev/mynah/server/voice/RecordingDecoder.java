package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import java.nio.file.Path;

/** Turns a file somebody sent into samples, away from this process where the file is hostile. */
@FunctionalInterface
public interface RecordingDecoder {

  /**
   * Decodes a file.
   *
   * @throws dev.mynah.server.failure.MynahException with UNREADABLE_MEDIA if it can't be
   */
  DecodedRecording decode(Path file, CancelSignal cancel);
}
