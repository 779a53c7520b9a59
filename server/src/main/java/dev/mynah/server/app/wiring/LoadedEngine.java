package dev.mynah.server.app.wiring;

import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.server.voice.PresetVoice;
import java.util.List;

/**
 * An engine ready to speak.
 *
 * @param engine the engine
 * @param presets the voices that come with it, the default one first
 */
public record LoadedEngine(SpeechEngine engine, List<PresetVoice> presets) {
  public LoadedEngine {
    presets = List.copyOf(presets);
  }
}
