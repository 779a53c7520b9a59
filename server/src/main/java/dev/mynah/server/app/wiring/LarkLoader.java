package dev.mynah.server.app.wiring;

import dev.mynah.engine.lark.LarkEngine;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.app.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/** Opens Lark, the built-in engine. */
public final class LarkLoader implements EngineLoader {
  /** One thread a text gives the most speech in all; the workers share the cores. */
  private static final int NETWORK_THREADS = 1;

  private static final String MODEL = "lark";

  @Override
  public LoadedEngine open(Configuration configuration, ModelProgress progress)
      throws ModelException, EngineException {
    ModelStore store = new ModelStore(configuration.models(), configuration.modelMirror());
    Path model = store.ensure(MODEL, progress);
    return new LoadedEngine(LarkEngine.open(model, NETWORK_THREADS), List.of());
  }
}
