package dev.mynah.server.speech;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.speech.SpeechStudio.StoredSpeech;
import dev.mynah.server.task.Attempts;
import dev.mynah.server.task.ClaimLostException;
import dev.mynah.server.task.ClaimedTask;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkHandler;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.Recording;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Speaks what was ordered for later: the worker of the speech queue. */
public final class SpeechWorker implements WorkHandler, Attempts.Job {
  private static final Duration RETRY = Duration.ofSeconds(5); // after a failure of our own

  private final Database database;
  private final TaskService tasks;
  private final BlobStore blobs;
  private final SpeechService service;
  private final SpeechStudio studio;
  private final WorkFolder workFolder;
  private final Attempts attempts;
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
    this.attempts = new Attempts(database, tasks, settings.maxAttempts(), RETRY, clock);
    this.clock = clock;
  }

  @Override
  public Optional<Instant> work(String taskId, CancelSignal stopping) {
    return attempts.at(taskId, stopping, this);
  }

  @Override
  public void carryOut(ClaimedTask claimed, CancelSignal stopping) {
    speak(claimed, work(claimed.work()), stopping);
  }

  private static SpeechWork work(JsonNode work) {
    return Rows.record(work.toString(), SpeechWork.class);
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
            if (tasks.finish(transaction, claimed, result).isEmpty()) {
              throw new ClaimLostException(claimed.task().id());
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
      references.add(
          new InlineReference(recording(stored, files), stored.transcript(), stored.speaker()));
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
    Path file = workFolder.copyOf(blobs, blobId);
    files.add(file);
    return new Recording.LocalFile(file);
  }

  @Override
  public void failed(Transaction transaction, JsonNode work) {
    forgetUploads(transaction, work(work));
  }

  private void forgetUploads(Transaction transaction, SpeechWork work) {
    for (SpeechWork.StoredRecording stored : work.references()) {
      if (stored.blobId() != null) {
        blobs.delete(transaction, stored.blobId());
      }
    }
  }
}
