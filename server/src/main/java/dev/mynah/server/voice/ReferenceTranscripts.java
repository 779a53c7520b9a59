package dev.mynah.server.voice;

import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.voice.UnheardRecordingRepository.Unheard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Fills in what is said in the recordings whose owners didn't tell, once their voices are ready, so
 * that no clone waits for it. What is still to be done is in the table of recordings: a crash loses
 * nothing, and a server that gets its recogniser later catches up. Several nodes may come to the
 * same text.
 */
public final class ReferenceTranscripts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceTranscripts.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration BREAK_OFF = Duration.ofSeconds(5); // for listening told to stop

  private final Database database;
  private final BlobStore blobs;
  private final WorkFolder workFolder;
  private final Transcriber transcriber;
  private final UnheardRecordingRepository unheard = new UnheardRecordingRepository();
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mynah-transcripts").factory());
  private volatile boolean closed;

  public ReferenceTranscripts(
      Database database,
      BlobStore blobs,
      WorkFolder workFolder,
      Transcriber transcriber,
      Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.workFolder = workFolder;
    this.transcriber = transcriber;
    this.clock = clock;
  }

  /** Looks for recordings from now on. */
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::fillInOrLog, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void fillInOrLog() {
    try {
      fillIn();
    } catch (RuntimeException e) {
      LOG.warn("The text of a recording can't be told now; it will be tried again", e);
    }
  }

  /** Fills in all the texts that are missing; returns how many recordings were listened to. */
  int fillIn() {
    int heard = 0;
    while (!closed && transcriber.ready()) {
      Optional<Unheard> next = database.read(unheard::next);
      if (next.isEmpty()) {
        return heard;
      }
      listen(next.get());
      heard++;
    }
    return heard;
  }

  private void listen(Unheard recording) {
    String text = text(recording);
    database.writing(transaction -> unheard.heard(transaction, recording, text, clock.instant()));
    LOG.info("Listened to recording {} of voice {}", recording.position(), recording.voiceId());
  }

  private String text(Unheard recording) {
    transcriber.prepare(); // takes seconds, and a stop meanwhile would leave the copy behind
    Path copy = workFolder.copyOf(blobs, recording.blobId());
    try {
      return transcriber.transcribe(copy, () -> closed);
    } catch (MynahException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      // Also after a defect: one recording must not keep all others waiting for ever.
      LOG.atLevel(e.code() == ErrorCode.INTERNAL ? Level.ERROR : Level.INFO)
          .setCause(e.code() == ErrorCode.INTERNAL ? e : null)
          .log(
              "Recording {} of voice {} has no text: {}",
              recording.position(),
              recording.voiceId(),
              e.code());
      return "";
    } finally {
      workFolder.discard(copy);
    }
  }

  /** Breaks listening off and waits until what it copied is cleared away. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(BREAK_OFF.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Listening to a recording doesn't break off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
