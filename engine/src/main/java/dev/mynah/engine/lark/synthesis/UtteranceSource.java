package dev.mynah.engine.lark.synthesis;

import dev.mynah.engine.spi.EngineException;
import org.jspecify.annotations.Nullable;

/** Gives what is to be said piece by piece, so that a long text is never read as a whole. */
@FunctionalInterface
public interface UtteranceSource {
  /**
   * Returns the next piece, or null when all is said.
   *
   * @throws EngineException if the text can't be read
   */
  @Nullable Utterance next() throws EngineException;
}
