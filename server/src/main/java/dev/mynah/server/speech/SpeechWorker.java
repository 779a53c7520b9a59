package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.blob.BlobContent;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.speech.SpeechStudio.StoredSpeech;
import dev.mynah.server.task.ClaimedTask;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkHandler;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks what was ordered for later: the worker of the speech queue. */
public final class SpeechWorker implements WorkHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SpeechWorker.class);
  private static final Duration RETRY = Duration.ofSeconds(5); // after a failure of our own

  private final Database database;
  private final TaskService tasks;
  private final BlobStore blobs;
  private final SpeechService service;
  private final SpeechStudio studio;
  private final WorkFolder workFolder;
  private final SpeechSettings settings;
  private final Clock clock;

  public SpeechWorker(
      Database database,
      TaskService tasks,
      BlobStore blobs,
      SpeechService service,
      SpeechStudio studio,
      WorkFolder workFolder,
      SpeechSettings settings,
      Clock clock) {
    this.database = database;
    this.tasks = tasks;
    this.blobs = blobs;
    this.service = service;
    this.studio = studio;
    this.workFolder = workFolder;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<Instant> work(String taskId, CancelSignal stopping) {
    ClaimedTask claimed =
        database.write(transaction -> tasks.claim(transaction, taskId)).orElse(null);
    if (claimed == null) {
      return Optional.empty();
    }
    SpeechWork work = Rows.record(claimed.work().toString(), SpeechWork.class);
    if (claimed.attempts() > settings.maxAttempts()) {
      fail(
          taskId,
          work,
          MynahException.of(
              ErrorCode.INTERNAL, "The server was stopped each time it spoke this text."));
      return Optional.empty();
    }
    try {
      speak(claimed, work, stopping);
      return Optional.empty();
    } catch (MynahException e) {
      return afterFailure(claimed, work, e, stopping);
    } catch (RuntimeException e) {
      LOG.error("Task {} met a defect", taskId, e);
      fail(taskId, work, MynahException.of(ErrorCode.INTERNAL, "Internal server error.", e));
      return Optional.empty();
    }
  }

  private Optional<Instant> afterFailure(
      ClaimedTask claimed, SpeechWork work, MynahException failure, CancelSignal stopping) {
    String taskId = claimed.task().id();
    boolean busy = failure.code() == ErrorCode.OVERLOADED;
    boolean stopped = failure.code() == ErrorCode.UNAVAILABLE && stopping.cancelled();
    if (busy || stopped) {
      database.writing(transaction -> tasks.giveBack(transaction, taskId));
      return Optional.of(busy ? clock.instant().plus(RETRY) : clock.instant());
    }
    if (failure.code() == ErrorCode.UNAVAILABLE && claimed.attempts() < settings.maxAttempts()) {
      LOG.warn("Task {} will be tried again: {}", taskId, failure.getMessage());
      return Optional.of(clock.instant().plus(RETRY));
    }
    fail(taskId, work, failure);
    return Optional.empty();
  }

  private void speak(ClaimedTask claimed, SpeechWork work, CancelSignal stopping) {
    Instant start = clock.instant();
    String ownerId = claimed.task().ownerId();
    Principal principal = new Principal(ownerId, claimed.task().tokenId(), Set.of(Scope.SPEAK));
    List<Path> files = new ArrayList<>();
    try {
      Script script = studio.script(work.order(references(work, files)), principal, stopping);
      StoredSpeech speech = studio.store(script, ownerId, true, stopping);
      database.writing(
          transaction -> {
            TaskResult result = service.made(transaction, speech, script.voiceIds(), start);
            if (tasks.finish(transaction, claimed.task().id(), result).isEmpty()) {
              throw new IllegalStateException("the task was ended by somebody else");
            }
            forgetUploads(transaction, work);
          });
    } finally {
      files.forEach(workFolder::discard);
    }
  }

  private List<InlineReference> references(SpeechWork work, List<Path> files) {
    List<InlineReference> references = new ArrayList<>();
    for (SpeechWork.StoredRecording stored : work.references()) {
      references.add(new InlineReference(recording(stored, files), stored.transcript()));
    }
    return references;
  }

  private Recording recording(SpeechWork.StoredRecording stored, List<Path> files) {
    String url = stored.url();
    String blobId = stored.blobId();
    if (url != null) {
      return new Recording.Url(url);
    }
    if (blobId == null) {
      throw new IllegalStateException("a stored reference names neither a URL nor a file");
    }
    Path file = workFolder.fresh();
    files.add(file);
    try (BlobContent content = blobs.open(blobId);
        OutputStream out = Files.newOutputStream(file)) {
      content.transferTo(out);
      return new Recording.LocalFile(file);
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "A stored recording can't be read.", e);
    }
  }

  private void fail(String taskId, SpeechWork work, MynahException failure) {
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("Task {} failed", taskId, failure);
    }
    database.writing(
        transaction -> {
          if (tasks.finish(transaction, taskId, TaskResult.of(failure)).isPresent()) {
            forgetUploads(transaction, work);
          }
        });
  }

  private void forgetUploads(Transaction transaction, SpeechWork work) {
    for (SpeechWork.StoredRecording stored : work.references()) {
      if (stored.blobId() != null) {
        blobs.delete(transaction, stored.blobId());
      }
    }
  }
}
