package dev.mynah.server.upkeep;

import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.task.ClockWatch;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away, now and then, what has had its time. Several nodes may do so at once; each finds
 * less to do then.
 */
public final class Housekeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

  /** A clock that is corrected by less clears nothing away that is in use. */
  private static final Duration JUMP = Duration.ofMinutes(5);

  private final TaskService tasks;
  private final Webhooks webhooks;
  private final VoiceCatalogue voices;
  private final BlobStore blobs;
  private final Retention retention;
  private final ClockWatch clockWatch;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mynah-housekeeper").factory());

  public Housekeeper(
      TaskService tasks,
      Webhooks webhooks,
      VoiceCatalogue voices,
      BlobStore blobs,
      Retention retention,
      Clock clock) {
    this.tasks = tasks;
    this.webhooks = webhooks;
    this.voices = voices;
    this.blobs = blobs;
    this.retention = retention;
    this.clockWatch = new ClockWatch(clock, System::nanoTime, JUMP);
  }

  /** Clears away from now on, the first time soon. */
  public void start() {
    long seconds = Math.max(1, retention.every().toSeconds());
    var unused = thread.scheduleWithFixedDelay(this::tidyOrLog, 5, seconds, TimeUnit.SECONDS);
  }

  private void tidyOrLog() {
    try {
      if (!clockWatch.jump().isZero()) {
        // What was put a moment ago may look an hour old: the next round will see it as it is.
        LOG.warn("The clock was set; nothing is cleared away this time");
        return;
      }
      tidy();
    } catch (RuntimeException e) {
      LOG.error("Clearing away failed and will be tried again", e);
    }
  }

  /** Clears away once. */
  public void tidy() {
    int forgotten = 0;
    for (int n = 1; n > 0; forgotten += n) {
      n = tasks.deleteFinished(retention.tasks());
    }
    for (int n = 1; n > 0; ) {
      n = tasks.deleteExpiredKeys();
    }
    int callbacks = webhooks.tidy(retention.tasks(), retention.deadCallbacks());
    int expired = 0;
    for (int n = 1; n > 0; expired += n) {
      n = blobs.deleteExpired();
    }
    int failed = voices.deleteFailed(retention.failedVoices());
    int candidates = 0;
    for (int n = 1; n > 0; candidates += n) {
      n = voices.deleteExpired();
    }
    int swept = blobs.sweep(retention.unnamedFiles());
    if (forgotten + callbacks + expired + failed + candidates + swept > 0) {
      LOG.info(
          "Cleared away {} tasks, {} callbacks, {} expired files, {} failed voices, {} candidates for"
              + " voices, {} unnamed files",
          forgotten,
          callbacks,
          expired,
          failed,
          candidates,
          swept);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
