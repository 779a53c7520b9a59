package dev.mynah.server.app.wiring;

import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.server.voice.PresetVoice;
import java.util.List;

/**
 * An engine ready to speak.
 *
 * @param engine the engine
 * @param presets the voices that come with it, the default one first
 * @param warmUp makes the first requests as fast as later ones
 */
public record LoadedEngine(SpeechEngine engine, List<PresetVoice> presets, WarmUp warmUp) {
  public LoadedEngine {
    presets = List.copyOf(presets);
  }

  /** What an engine does in the background after the start. */
  @FunctionalInterface
  public interface WarmUp {
    /**
     * Does it.
     *
     * @throws EngineException if the engine turns out not to work
     */
    void run() throws EngineException;
  }
}
