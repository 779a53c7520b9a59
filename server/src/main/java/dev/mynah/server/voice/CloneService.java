package dev.mynah.server.voice;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.fetch.UrlPolicy;
import dev.mynah.server.task.Pace;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.UsageLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders for voices. {@link CloneWorker} carries them out. */
public final class CloneService {
  private static final Logger LOG = LoggerFactory.getLogger(CloneService.class);
  private static final int MAX_TITLE = 500; // characters
  private static final int MAX_TEXT = 10_000; // characters
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG = 100; // characters
  private static final String PLAIN_TITLE = "Untitled voice";

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final TaskService tasks;
  private final WorkQueue queue;
  private final BlobStore blobs;
  private final UsageLedger ledger;
  private final UrlPolicy urls;
  private final OutboundPost callbacks;
  private final CloneSettings settings;
  private final Pace pace;
  private final IdSource ids;
  private final Clock clock;

  /**
   * @param queue the clone queue
   * @param callbacks for vetting callback URLs; nothing is sent from here
   * @param pace how long making a voice takes, kept by the worker
   */
  public CloneService(
      Database database,
      TaskService tasks,
      WorkQueue queue,
      BlobStore blobs,
      UsageLedger ledger,
      UrlPolicy urls,
      OutboundPost callbacks,
      CloneSettings settings,
      Pace pace,
      IdSource ids,
      Clock clock) {
    this.database = database;
    this.tasks = tasks;
    this.queue = queue;
    this.blobs = blobs;
    this.ledger = ledger;
    this.urls = urls;
    this.callbacks = callbacks;
    this.settings = settings;
    this.pace = pace;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Accepts an order durably: when this returns, the voice will be made or its task will say why
   * not, whatever happens to the server. A caller who wants to wait does so with {@link
   * TaskService#await}.
   *
   * @throws MynahException if a URL is refused, a field is wrong, the key lacks the scope or the
   *     credit, or too many voices are waiting
   */
  public Task submit(CloneOrder order, TaskOrder unpriced, Principal principal) {
    principal.require(Scope.CLONE);
    CloneOrder clean = checked(order);
    TaskOrder taskOrder = unpriced.withPrice(Price.of(1, settings.price()));
    ledger.check(principal, taskOrder.credits());
    vetUrls(clean, taskOrder);
    refuseWhenFull(queue.size());
    Blob upload = stored(clean);
    Task task =
        database.write(transaction -> accept(transaction, clean, upload, taskOrder, principal));
    LOG.info("Accepted task {} for a voice", task.id());
    return task;
  }

  private void vetUrls(CloneOrder order, TaskOrder taskOrder) {
    if (order.recording() instanceof Recording.Url recording) {
      urls.vet(order.recordingField(), recording.url());
    }
    if (order.imageUrl() != null) {
      urls.vet("image_url", order.imageUrl());
    }
    String callbackUrl = taskOrder.delivery().callbackUrl();
    if (callbackUrl != null) {
      callbacks.vetCallbackUrl("callback_url", callbackUrl);
    }
  }

  private void refuseWhenFull(int waiting) {
    if (waiting >= settings.maxWaiting()) {
      throw MynahException.overloaded(
          "Too many voices are being made; try again later.",
          pace.waitBehind(waiting, settings.workers()));
    }
  }

  private @Nullable Blob stored(CloneOrder order) {
    return switch (order.recording()) {
      case Recording.Url url -> null;
      case Recording.LocalFile file -> {
        checkSize(size(file.path()), order.recordingField());
        yield blobs.put(file.path(), "application/octet-stream");
      }
      case Recording.Bytes sent -> {
        checkSize(sent.bytes().length, order.recordingField());
        yield blobs.put(sent.bytes(), "application/octet-stream");
      }
    };
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The recording can't be read.", e);
    }
  }

  private void checkSize(long bytes, String field) {
    if (bytes == 0) {
      throw MynahException.invalid(field, field + " is an empty file.");
    }
    if (bytes > settings.maxUploadBytes()) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE,
          "%s has %d bytes; at most %d are taken."
              .formatted(field, bytes, settings.maxUploadBytes()));
    }
  }

  private Task accept(
      Transaction transaction,
      CloneOrder order,
      @Nullable Blob upload,
      TaskOrder taskOrder,
      Principal principal) {
    refuseWhenFull(queue.size(transaction)); // again: many may have come in meanwhile
    Instant now = Rows.stored(clock.instant());
    String voiceId = ids.hex();
    String url = order.recording() instanceof Recording.Url recording ? recording.url() : null;
    voices.insert(transaction, training(voiceId, order, url, principal, now));
    voices.recordClone(
        transaction,
        voiceId,
        principal.ownerId(),
        principal.tokenId(),
        url == null ? "upload" : "url",
        url,
        now);
    if (upload != null) {
      blobs.record(transaction, upload);
    }
    CloneWork work =
        new CloneWork(
            voiceId,
            url,
            upload == null ? null : upload.id(),
            order.recordingField(),
            order.imageUrl(),
            order.transcript());
    Task task = tasks.create(transaction, taskOrder, principal, Rows.tree(work));
    queue.add(transaction, task.id());
    return task;
  }

  private Voice training(
      String voiceId, CloneOrder order, @Nullable String url, Principal principal, Instant now) {
    return new Voice(
        voiceId,
        principal.ownerId(),
        order.title().isBlank() ? PLAIN_TITLE : order.title(),
        order.description(),
        order.visibility(),
        VoiceState.TRAINING,
        order.tags(),
        List.of(),
        null,
        null,
        url,
        settings.defaultText(),
        now,
        now,
        0,
        List.of(),
        null);
  }

  private static CloneOrder checked(CloneOrder order) {
    if (order.tags().size() > MAX_TAGS) {
      throw MynahException.invalid("tags", "tags may hold at most " + MAX_TAGS + " words.");
    }
    String transcript = order.transcript();
    return new CloneOrder(
        order.recording(),
        order.recordingField(),
        shortEnough("title", order.title(), MAX_TITLE).strip(),
        shortEnough("description", order.description(), MAX_TEXT),
        order.imageUrl(),
        order.visibility(),
        order.tags().stream().map(tag -> shortEnough("tags", tag, MAX_TAG)).toList(),
        transcript == null ? null : shortEnough("texts", transcript, MAX_TEXT));
  }

  private static String shortEnough(String field, String text, int most) {
    if (text.length() > most) {
      throw MynahException.invalid(
          field, "%s may have at most %d characters.".formatted(field, most));
    }
    return CleanText.of(text);
  }
}
