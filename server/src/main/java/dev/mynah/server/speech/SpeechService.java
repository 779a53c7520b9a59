package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.fetch.UrlPolicy;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.speech.SpeechStudio.StoredSpeech;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.VoiceCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks: now into a stored file, now for a listener, or later by {@link SpeechWorker}. All share
 * the one bounded pool.
 */
public final class SpeechService {
  private static final Logger LOG = LoggerFactory.getLogger(SpeechService.class);

  /** Nothing was made and nothing is recorded. */
  private static final Set<ErrorCode> REFUSED =
      Set.of(ErrorCode.OVERLOADED, ErrorCode.CREDIT_EXHAUSTED);

  private static final Duration RETRY_QUEUE = Duration.ofSeconds(10);

  private final Database database;
  private final TaskService tasks;
  private final WorkQueue queue;
  private final BlobStore blobs;
  private final VoiceCatalogue voices;
  private final SpeechStudio studio;
  private final SpeechSessions sessions;
  private final UsageLedger ledger;
  private final UrlPolicy urls;
  private final OutboundPost callbacks;
  private final SpeechSettings settings;
  private final Clock clock;

  /**
   * @param queue the speech queue
   * @param callbacks for vetting callback URLs; nothing is sent from here
   */
  public SpeechService(
      Database database,
      TaskService tasks,
      WorkQueue queue,
      BlobStore blobs,
      VoiceCatalogue voices,
      SpeechStudio studio,
      SpeechSessions sessions,
      UsageLedger ledger,
      UrlPolicy urls,
      OutboundPost callbacks,
      SpeechSettings settings,
      Clock clock) {
    this.database = database;
    this.tasks = tasks;
    this.queue = queue;
    this.blobs = blobs;
    this.voices = voices;
    this.studio = studio;
    this.sessions = sessions;
    this.ledger = ledger;
    this.urls = urls;
    this.callbacks = callbacks;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Accepts an order durably and returns at once: it will be spoken or its task will say why not.
   * An order given before under the same key is the task it became then.
   *
   * @throws MynahException if the order is wrong, can't be paid for, or too much is waiting
   */
  public Task submit(SpeechOrder order, TaskOrder unpriced, Principal principal) {
    principal.require(Scope.SPEAK);
    Optional<Task> before = tasks.repeated(unpriced, principal);
    if (before.isPresent()) {
      return before.get();
    }
    SpeechOrder clean = studio.checked(order);
    TaskOrder taskOrder = priced(unpriced, order);
    vetUrls(clean, taskOrder);
    studio.checkVoices(clean, principal);
    ledger.check(principal, taskOrder.credits());
    refuseWhenFull(queue.size());
    List<Blob> uploads = new ArrayList<>();
    SpeechWork work = SpeechWork.of(clean, stored(clean, uploads));
    Task task =
        database.write(
            transaction ->
                tasks.create(
                    transaction,
                    taskOrder,
                    principal,
                    id -> {
                      refuseWhenFull(queue.size(transaction));
                      uploads.forEach(upload -> blobs.record(transaction, upload));
                      queue.add(transaction, id);
                      return Rows.tree(work);
                    }));
    LOG.info("Accepted task {} for speech", task.id());
    return task;
  }

  /** The whole text as it was sent counts, marks of speakers included. */
  private TaskOrder priced(TaskOrder order, SpeechOrder speech) {
    return order.withPrice(Price.of(CleanText.utf8Bytes(speech.text()), settings.price()));
  }

  private void vetUrls(SpeechOrder order, TaskOrder taskOrder) {
    vetUrls(order);
    String callbackUrl = taskOrder.delivery().callbackUrl();
    if (callbackUrl != null) {
      callbacks.vetCallbackUrl("callback_url", callbackUrl);
    }
  }

  private void vetUrls(SpeechOrder order) {
    for (InlineReference reference : order.references()) {
      if (reference.recording() instanceof Recording.Url recording) {
        urls.vet("references", recording.url());
      }
    }
  }

  private void refuseWhenFull(int queued) {
    if (queued >= settings.maxQueued()) {
      throw MynahException.overloaded("Too much speech is queued; try again later.", RETRY_QUEUE);
    }
  }

  private List<SpeechWork.StoredRecording> stored(SpeechOrder order, List<Blob> uploads) {
    List<SpeechWork.StoredRecording> recordings = new ArrayList<>();
    for (InlineReference reference : order.references()) {
      String url = reference.recording() instanceof Recording.Url at ? at.url() : null;
      Blob blob = upload(reference.recording());
      if (blob != null) {
        uploads.add(blob);
      }
      recordings.add(
          new SpeechWork.StoredRecording(
              url, blob == null ? null : blob.id(), reference.transcript(), reference.speaker()));
    }
    return recordings;
  }

  private @Nullable Blob upload(Recording recording) {
    Blob blob =
        switch (recording) {
          case Recording.Url url -> null;
          case Recording.LocalFile file -> blobs.put(file.path(), "application/octet-stream");
          case Recording.Bytes sent -> blobs.put(sent.bytes(), "application/octet-stream");
        };
    if (blob != null && blob.size() > settings.maxInlineBytes()) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE,
          "A recording in references has %d bytes; at most %d are taken."
              .formatted(blob.size(), settings.maxInlineBytes()));
    }
    return blob;
  }

  /**
   * Speaks into a stored file and returns its finished task, whose result is SpeechMade. The task
   * is recorded even if the caller has gone by then.
   *
   * @throws MynahException if the order is wrong, can't be paid for, can't be spoken, or too much
   *     is waiting; what failed after it was begun is recorded as a failed task
   */
  public Task speakNow(SpeechOrder order, TaskOrder unpriced, Principal principal) {
    principal.require(Scope.SPEAK);
    Instant start = clock.instant();
    SpeechOrder clean = studio.checked(order);
    TaskOrder taskOrder = priced(unpriced, order);
    vetUrls(clean, taskOrder);
    studio.checkVoices(clean, principal);
    ledger.check(principal, taskOrder.credits());
    try {
      Script script = studio.script(clean, principal, CancelSignal.NEVER);
      StoredSpeech speech = studio.store(script, principal.ownerId(), false, CancelSignal.NEVER);
      return database.write(
          transaction ->
              tasks.recordFinished(
                  transaction,
                  taskOrder,
                  principal,
                  start,
                  made(transaction, speech, script.voiceIds(), start)));
    } catch (MynahException e) {
      if (!REFUSED.contains(e.code())) {
        recordFailure(taskOrder, principal, start, e);
      }
      throw e;
    }
  }

  private void recordFailure(
      TaskOrder taskOrder, Principal principal, Instant start, MynahException failure) {
    Task task =
        database.write(
            transaction ->
                tasks.recordFinished(
                    transaction, taskOrder, principal, start, TaskResult.of(failure)));
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("Task {} failed", task.id(), failure);
    } else {
      LOG.info("Task {} failed with {}", task.id(), failure.code());
    }
  }

  /** Records the file and the use of its voices; returns the result for the task. */
  TaskResult made(
      Transaction transaction, StoredSpeech speech, List<String> voiceIds, Instant start) {
    Instant now = clock.instant();
    blobs.record(transaction, speech.blob(), now.plus(settings.keepSpeech()));
    voiceIds.forEach(id -> voices.countUse(transaction, id));
    return new TaskResult.SpeechMade(
        speech.blob().id(),
        speech.fileName(),
        speech.blob().mediaType(),
        speech.seconds(),
        Math.max(0, Duration.between(start, now).toMillis())); // the clock may be set back
  }

  /**
   * Begins to speak for a listener. Everything that can be wrong before the first byte is checked:
   * the order, its voices, the credit for its text, room. Recordings sent along are cloned. The
   * order's text may be empty, and isn't spoken.
   *
   * @param listener hears what is said; called on the threads that call the session
   * @param gone true once nobody listens any more
   * @throws MynahException if the order is wrong, can't be paid for, or too much is waiting
   */
  public SpeechSession begin(
      SpeechOrder order,
      StreamOrder stream,
      Principal principal,
      SpeechListener listener,
      CancelSignal gone) {
    principal.require(Scope.SPEAK);
    studio.checkManner(order);
    vetUrls(order);
    return sessions.begin(order, stream, principal, listener, gone);
  }
}
