package dev.mynah.engine.lark;

import dev.mynah.engine.lark.synthesis.UtteranceSource;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.Latency;
import org.jspecify.annotations.Nullable;

/** Turns text into what the network says. Safe for any number of threads. */
public interface ScriptReader extends AutoCloseable {
  /**
   * Begins to read a text. What follows the first piece is worked out as it is asked for.
   *
   * @param text any length
   * @param language BCP 47 tag the caller claims, or null to find out from the text
   * @param latency how much of the first sentence may come first
   * @throws EngineException with {@link EngineError#UNSUPPORTED_LANGUAGE} or {@link
   *     EngineError#NOTHING_TO_SAY}, before anything is said
   */
  UtteranceSource read(String text, @Nullable String language, Latency latency)
      throws EngineException;

  @Override
  void close();
}
