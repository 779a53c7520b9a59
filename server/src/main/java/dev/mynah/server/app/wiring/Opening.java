package dev.mynah.server.app.wiring;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Opens the services: the engine on one thread, the database on another, to be ready sooner. */
public final class Opening {
  private final EngineLoader engines;
  private final Path cache;
  private final String software;
  private final Clock clock;

  /**
   * @param engines opens the engine
   * @param cache folder for what can be made again
   * @param software name and version of this program
   * @param clock tells the time
   */
  public Opening(EngineLoader engines, Path cache, String software, Clock clock) {
    this.engines = engines;
    this.cache = cache;
    this.software = software;
    this.clock = clock;
  }

  /**
   * Opens the services over the configured data folder.
   *
   * @throws ModelException if the engine's model can't be had
   * @throws MynahException if anything else is in the way
   */
  public Services open(Configuration configuration, ModelProgress progress)
      throws ModelException, InterruptedException {
    FutureTask<LoadedEngine> engine =
        started("open-engine", () -> engines.open(configuration, progress));
    Database database;
    try {
      database =
          Database.open(
              DatabaseSettings.of(configuration.databaseUrl(), configuration.data())
                  .withBusyTimeout(configuration.databaseTimeout()));
    } catch (RuntimeException e) {
      closeWhenOpen(engine);
      throw e;
    }
    try {
      return new Services(configuration, database, await(engine), cache, software, clock);
    } catch (IOException e) {
      database.close();
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The audio codecs can't be loaded on this machine.", e);
    } catch (ModelException | RuntimeException | InterruptedException e) {
      database.close();
      throw e;
    }
  }

  private static <T> FutureTask<T> started(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name(name).start(task);
    return task;
  }

  private static void closeWhenOpen(FutureTask<LoadedEngine> engine) {
    if (engine.cancel(true) || engine.state() != Future.State.SUCCESS) {
      return;
    }
    engine.resultNow().engine().close();
  }

  private static LoadedEngine await(FutureTask<LoadedEngine> engine)
      throws ModelException, InterruptedException {
    try {
      return engine.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelException model) {
        throw model;
      }
      throw explained(e);
    }
  }

  private static MynahException explained(ExecutionException failure) {
    return switch (failure.getCause()) {
      case MynahException known -> known;
      case EngineException broken ->
          MynahException.of(
              ErrorCode.UNAVAILABLE,
              "The engine can't be opened: "
                  + broken.getMessage()
                  + " Try `mynah models verify` and `mynah models pull`.",
              broken);
      case null, default ->
          MynahException.of(
              ErrorCode.UNAVAILABLE,
              "The engine can't be opened; try `mynah models verify` and `mynah doctor`.",
              failure);
    };
  }
}
