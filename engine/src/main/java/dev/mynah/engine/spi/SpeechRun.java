package dev.mynah.engine.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A text that is being spoken stretch by stretch, each when it is asked for: between two stretches
 * nothing is held but a place in the text. Used by one thread at a time.
 */
public interface SpeechRun {

  /**
   * Speaks the next stretch, about a sentence. Samples go to the sink as they are made.
   *
   * @return what was spoken, or null when the whole text has been
   * @throws EngineException if it can't be spoken, or was cancelled
   * @throws IOException if the sink throws it
   */
  @Nullable SpokenStretch next(PcmSink sink, CancelSignal cancel)
      throws EngineException, IOException;
}
