package dev.mynah.server.recognition;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recogniser that costs nothing until it is asked for: then it is loaded, its model being fetched
 * before where it is absent. Who asks meanwhile waits a little, then is told to come back.
 */
public final class LazyRecognizer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LazyRecognizer.class);

  private final RecognizerLoader loader;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SpeechRecognizer loaded; // guarded by the lock
  private @Nullable Fetch fetch; // guarded by the lock
  private boolean closed; // guarded by the lock

  /** One attempt at fetching the model. */
  private static final class Fetch {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable ModelException failure;
  }

  /**
   * @param patience how long a caller waits for a model that is being fetched
   */
  public LazyRecognizer(RecognizerLoader loader, Duration patience) {
    this.loader = loader;
    this.patience = patience;
  }

  /** Returns whether {@link #get} would not have to fetch anything. */
  public boolean installed() {
    return loader.installed();
  }

  /**
   * Returns the recogniser, loading it the first time.
   *
   * @throws MynahException with UNAVAILABLE while its model is fetched, or if it can't be had
   */
  public SpeechRecognizer get() {
    if (!loader.installed()) {
      await(fetching());
    }
    lock.lock();
    try {
      if (closed) {
        throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.");
      }
      SpeechRecognizer ready = loaded;
      if (ready == null) {
        ready = open();
        loaded = ready;
      }
      return ready;
    } finally {
      lock.unlock();
    }
  }

  private SpeechRecognizer open() {
    long start = System.nanoTime();
    try {
      SpeechRecognizer opened = loader.open();
      LOG.info(
          "Loaded the recogniser {} in {} ms",
          opened.info().name(),
          Duration.ofNanos(System.nanoTime() - start).toMillis());
      return opened;
    } catch (EngineException e) {
      LOG.error("The recogniser can't be loaded; try `mynah models verify`", e);
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The recogniser can't be loaded on this server.", e);
    }
  }

  private Fetch fetching() {
    lock.lock();
    try {
      Fetch running = fetch;
      if (running == null) {
        Fetch begun = new Fetch();
        fetch = begun;
        Thread.ofPlatform().daemon().name("fetch-recogniser").start(() -> fetch(begun));
        return begun;
      }
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(Fetch running) {
    try {
      loader.fetch();
    } catch (ModelException e) {
      LOG.warn("The recogniser's model can't be fetched. {}", e.getMessage());
      running.failure = e;
    } finally {
      lock.lock();
      try {
        fetch = null; // whoever comes next tries again
      } finally {
        lock.unlock();
      }
      running.ended.countDown();
    }
  }

  private void await(Fetch running) {
    try {
      if (!running.ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw MynahException.of(
            ErrorCode.UNAVAILABLE,
            "The recogniser's model is being fetched; try again in a minute.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    }
    ModelException failure = running.failure;
    if (failure != null) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE,
          "The recogniser's model can't be fetched now; whoever runs the server finds the reason in"
              + " its log.",
          failure);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (loaded != null) {
        loaded.close();
        loaded = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
