package dev.mynah.server.app.wiring;

import dev.mynah.engine.lark.LarkEngine;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.voice.PresetVoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Opens Lark, the built-in engine. */
public final class LarkLoader implements EngineLoader {
  /** One thread a text gives the most speech in all; the workers share the cores. */
  private static final int NETWORK_THREADS = 1;

  private static final Duration SPOKEN_WARM_UP = Duration.ofMillis(500);

  private static final String MODEL = "lark";

  @Override
  public LoadedEngine open(Configuration configuration, ModelProgress progress)
      throws ModelException, EngineException {
    ModelStore store = new ModelStore(configuration.models(), configuration.modelMirror());
    Path model = store.ensure(MODEL, progress);
    LarkEngine engine = LarkEngine.open(model, NETWORK_THREADS);
    return new LoadedEngine(
        engine,
        presets(engine),
        () -> {
          engine.warmUp(SPOKEN_WARM_UP);
          engine.prepareCloning();
        });
  }

  private static List<PresetVoice> presets(LarkEngine engine) {
    List<PresetVoice> presets = new ArrayList<>();
    for (dev.mynah.engine.lark.preset.PresetVoice preset : engine.presets()) {
      presets.add(
          new PresetVoice(
              preset.id(),
              List.of(preset.name().toLowerCase(Locale.ROOT)),
              preset.name(),
              preset.description(),
              preset.tags(),
              List.of(Locale.forLanguageTag(preset.language()).getLanguage()),
              preset.profile()));
    }
    return List.copyOf(presets);
  }
}
