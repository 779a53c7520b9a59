package dev.mynah.server.app.wiring;

import dev.mynah.engine.asr.MoonshineRecognizer;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.server.recognition.RecognizerLoader;

/** Opens Moonshine, the built-in recogniser, out of the model store. */
final class MoonshineLoader implements RecognizerLoader {
  private final ModelStore store;
  private final String model;
  private final int threads;

  MoonshineLoader(ModelStore store, String model, int threads) {
    this.store = store;
    this.model = model;
    this.threads = threads;
  }

  @Override
  public boolean installed() {
    try {
      return store.status(model).installed();
    } catch (ModelException e) {
      throw new IllegalStateException("the configuration names only models there are", e);
    }
  }

  @Override
  public void fetch() throws ModelException {
    store.ensure(model, ModelProgress.NONE);
  }

  @Override
  public SpeechRecognizer open() throws EngineException {
    try {
      return MoonshineRecognizer.open(model, store.directory(model), threads);
    } catch (ModelException e) {
      throw new EngineException(EngineError.INTERNAL, "There is no such model.", e);
    }
  }
}
