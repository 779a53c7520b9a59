package dev.mynah.server.app.wiring;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.app.config.Configuration;
import java.io.IOException;

/** Opens the engine the configuration names, fetching its model if it is absent. */
@FunctionalInterface
public interface EngineLoader {
  /**
   * Opens the engine.
   *
   * @throws ModelException if the model can't be had
   * @throws EngineException if the model can't be used
   * @throws IOException if the model can't be read
   */
  LoadedEngine open(Configuration configuration, ModelProgress progress)
      throws ModelException, EngineException, IOException;
}
