package dev.mynah.server.voice;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders for voices. {@link CloneWorker} carries them out. */
public final class CloneService {
  private static final Logger LOG = LoggerFactory.getLogger(CloneService.class);
  private static final int MAX_TRANSCRIPT = 20_000; // characters
  private static final int MAX_CONSENT = 2_000; // characters
  private static final String PLAIN_TITLE = "Untitled voice";

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final VoiceNameRepository names = new VoiceNameRepository();
  private final CloneRecordRepository records = new CloneRecordRepository();
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
   * not, whatever happens to the server. An order given before under the same key is the task it
   * became then. A caller who wants to wait does so with {@link TaskService#await}.
   *
   * @throws MynahException if a URL is refused, a field is wrong, the key lacks the scope or the
   *     credit, or too many voices are waiting
   */
  public Task submit(CloneOrder order, TaskOrder unpriced, Principal principal) {
    principal.require(Scope.CLONE);
    Optional<Task> before = tasks.repeated(unpriced, principal);
    if (before.isPresent()) {
      return before.get();
    }
    CloneOrder clean = checked(order);
    TaskOrder taskOrder = unpriced.withPrice(Price.of(1, settings.price()));
    ledger.check(principal, taskOrder.credits());
    vetUrls(clean, taskOrder);
    refuseWhenFull(queue.size());
    List<Optional<Blob>> uploads = stored(clean);
    Optional<Blob> cover = Optional.ofNullable(clean.cover()).map(this::storedCover);
    Task task =
        database.write(
            transaction ->
                tasks.create(
                    transaction,
                    taskOrder,
                    principal,
                    id -> {
                      refuseWhenFull(queue.size(transaction)); // again: many may have come since
                      queue.add(transaction, id);
                      return Rows.tree(accept(transaction, id, clean, uploads, cover, principal));
                    }));
    LOG.info("Accepted task {} for a voice", task.id());
    return task;
  }

  private void vetUrls(CloneOrder order, TaskOrder taskOrder) {
    for (int i = 0; i < order.recordings().size(); i++) {
      if (order.recordings().get(i) instanceof Recording.Url recording) {
        urls.vet(order.fieldOf(i), recording.url());
      }
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

  /** Stores what was sent along; empty where a recording is at a URL. */
  private List<Optional<Blob>> stored(CloneOrder order) {
    List<Optional<Blob>> uploads = new ArrayList<>();
    for (int i = 0; i < order.recordings().size(); i++) {
      uploads.add(Optional.ofNullable(stored(order.recordings().get(i), order.fieldOf(i))));
    }
    return uploads;
  }

  private @Nullable Blob stored(Recording recording, String field) {
    return switch (recording) {
      case Recording.Url url -> null;
      case Recording.LocalFile file -> {
        checkSize(size(file.path()), field);
        yield blobs.put(file.path(), "application/octet-stream");
      }
      case Recording.Bytes sent -> {
        checkSize(sent.bytes().length, field);
        yield blobs.put(sent.bytes(), "application/octet-stream");
      }
    };
  }

  private Blob storedCover(byte[] picture) {
    return blobs.put(picture, ImageTypes.required("cover_image", picture));
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

  private CloneWork accept(
      Transaction transaction,
      String taskId,
      CloneOrder order,
      List<Optional<Blob>> uploads,
      Optional<Blob> cover,
      Principal principal) {
    Instant now = Rows.stored(clock.instant());
    String voiceId = ids.hex();
    List<CloneWork.Source> sources = sources(order, uploads);
    voices.insert(transaction, training(voiceId, order, sources, principal, now));
    uploads.forEach(each -> each.ifPresent(upload -> blobs.record(transaction, upload)));
    cover.ifPresent(picture -> blobs.record(transaction, picture));
    String name = order.name();
    if (name != null && !names.insert(transaction, principal.ownerId(), name, voiceId, now)) {
      throw VoiceNames.taken(name);
    }
    records.insert(
        transaction,
        new CloneRecord(
            voiceId,
            principal.ownerId(),
            principal.tokenId(),
            taskId,
            order.consent(),
            now,
            sources.stream().map(source -> new CloneRecord.Source(source.url(), null)).toList()));
    return new CloneWork(
        voiceId,
        sources,
        order.recordingField(),
        order.imageUrl(),
        cover.map(Blob::id).orElse(null));
  }

  private static List<CloneWork.Source> sources(CloneOrder order, List<Optional<Blob>> uploads) {
    List<CloneWork.Source> sources = new ArrayList<>();
    for (int i = 0; i < order.recordings().size(); i++) {
      String url = order.recordings().get(i) instanceof Recording.Url at ? at.url() : null;
      String transcript = i < order.transcripts().size() ? order.transcripts().get(i) : "";
      sources.add(
          new CloneWork.Source(
              url,
              uploads.get(i).map(Blob::id).orElse(null),
              transcript.isBlank() ? null : transcript));
    }
    return sources;
  }

  private Voice training(
      String voiceId,
      CloneOrder order,
      List<CloneWork.Source> sources,
      Principal principal,
      Instant now) {
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
        sources.getFirst().url(),
        settings.defaultText(),
        now,
        now,
        0,
        List.of(),
        null);
  }

  private CloneOrder checked(CloneOrder order) {
    checkCount(order);
    if (order.cover() != null) {
      String unused = ImageTypes.required("cover_image", order.cover());
    }
    String consent = order.consent();
    if (settings.requireConsent() && (consent == null || consent.isBlank())) {
      throw MynahException.invalid(
          "consent",
          "consent is required: say in a sentence that the owner of the voice agrees, and to what.");
    }
    return new CloneOrder(
        order.recordings(),
        order.recordingField(),
        VoiceTexts.title(order.title()),
        VoiceTexts.description(order.description()),
        order.imageUrl(),
        order.visibility(),
        VoiceTexts.tags(order.tags()),
        transcripts(order),
        consent == null || consent.isBlank()
            ? null
            : VoiceTexts.shortEnough("consent", consent, MAX_CONSENT).strip(),
        order.cover(),
        order.name());
  }

  private static void checkCount(CloneOrder order) {
    int recordings = order.recordings().size();
    if (recordings == 0) {
      throw MynahException.invalid(
          order.recordingField(), order.recordingField() + " must hold a recording.");
    }
    if (recordings > CloneOrder.MAX_RECORDINGS) {
      throw MynahException.invalid(
          order.recordingField(),
          "%s may hold at most %d recordings."
              .formatted(order.recordingField(), CloneOrder.MAX_RECORDINGS));
    }
    int transcripts = order.transcripts().size();
    if (transcripts > CloneOrder.MAX_TRANSCRIPTS || (recordings > 1 && transcripts > recordings)) {
      throw MynahException.invalid(
          "texts",
          "texts has %d entries for %d recordings; send one for each."
              .formatted(transcripts, recordings));
    }
  }

  /** All texts for the only recording are one transcript of it. */
  private static List<String> transcripts(CloneOrder order) {
    List<String> texts =
        order.recordings().size() == 1 && order.transcripts().size() > 1
            ? List.of(String.join(" ", order.transcripts()))
            : order.transcripts();
    return texts.stream()
        .map(text -> VoiceTexts.shortEnough("texts", text, MAX_TRANSCRIPT))
        .toList();
  }
}
