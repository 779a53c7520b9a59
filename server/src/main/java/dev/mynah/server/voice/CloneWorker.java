package dev.mynah.server.voice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.MediaFetcher;
import dev.mynah.server.task.Attempts;
import dev.mynah.server.task.ClaimLostException;
import dev.mynah.server.task.ClaimedTask;
import dev.mynah.server.task.Pace;
import dev.mynah.server.task.Progress;
import dev.mynah.server.task.ProgressBoard;
import dev.mynah.server.task.ProgressListener;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkHandler;
import dev.mynah.server.task.WorkStep;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the voices that were ordered. Everything is prepared first, files included; then one
 * transaction shows the voice, ends the task and puts its callback down. A crash before it leaves
 * nothing to see, and the work is begun again.
 */
public final class CloneWorker implements WorkHandler, Attempts.Job {
  private static final Logger LOG = LoggerFactory.getLogger(CloneWorker.class);
  private static final Duration RETRY = Duration.ofSeconds(10); // after a failure of our own disk

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final TaskService tasks;
  private final BlobStore blobs;
  private final VoiceMaker maker;
  private final SampleMaker samples;
  private final CoverMaker covers;
  private final WorkFolder workFolder;
  private final CloneSettings settings;
  private final Attempts attempts;
  private final Pace pace;
  private final ProgressBoard board;
  private final VoiceSounds sounds;
  private final Clock clock;

  /**
   * @param board shows how far each voice has come
   */
  public CloneWorker(
      Database database,
      TaskService tasks,
      BlobStore blobs,
      VoiceMaker maker,
      SampleMaker samples,
      MediaFetcher fetcher,
      WorkFolder workFolder,
      CloneSettings settings,
      Pace pace,
      ProgressBoard board,
      IdSource ids,
      Clock clock) {
    this.database = database;
    this.tasks = tasks;
    this.blobs = blobs;
    this.maker = maker;
    this.samples = samples;
    this.covers = new CoverMaker(fetcher, blobs, workFolder);
    this.workFolder = workFolder;
    this.settings = settings;
    this.attempts = new Attempts(database, tasks, settings.maxAttempts(), RETRY, clock);
    this.pace = pace;
    this.board = board;
    this.sounds = new VoiceSounds(blobs, ids);
    this.clock = clock;
  }

  @Override
  public Optional<Instant> work(String taskId, CancelSignal stopping) {
    board.begin(taskId);
    try {
      return attempts.at(taskId, stopping, this);
    } finally {
      board.end(taskId); // when the task has ended, so that its watchers find that out at once
    }
  }

  @Override
  public void carryOut(ClaimedTask claimed, CancelSignal stopping) {
    Instant start = clock.instant();
    CloneWork work = CloneWork.read(claimed.work());
    make(claimed, work, stopping, board.listener(claimed.task().id()));
    pace.took(Duration.between(start, clock.instant()));
  }

  private boolean erased(CloneWork work) {
    return !database.<Boolean>read(transaction -> voices.exists(transaction, work.voiceId()));
  }

  /** Makes a voice and shows it; what was stored for one that can't be shown goes at once. */
  private void make(
      ClaimedTask claimed, CloneWork work, CancelSignal stopping, ProgressListener progress) {
    CancelSignal watch = new CloneWatch(stopping, () -> erased(work), System::nanoTime);
    List<Blob> put = new ArrayList<>();
    boolean shown = false;
    try {
      Prepared prepared = prepare(work, watch, put, progress);
      database.writing(transaction -> show(transaction, claimed, work, prepared));
      shown = true;
    } finally {
      if (!shown) {
        discard(put);
      }
    }
  }

  private void discard(List<Blob> put) {
    try {
      database.writing(
          transaction -> {
            put.forEach(blob -> blobs.record(transaction, blob));
            blobs.erase(transaction, put.stream().map(Blob::id).toList());
          });
    } catch (RuntimeException e) {
      LOG.warn("Files of a voice that was not made will be swept later", e);
    }
  }

  private static Blob kept(Blob blob, List<Blob> put) {
    put.add(blob);
    return blob;
  }

  /** A voice whose files are all stored, but which no row shows. */
  private record Prepared(
      MadeVoice voice,
      CloneReport report,
      List<StoredRecording> recordings,
      Blob sample,
      Blob cover) {}

  /**
   * Makes everything a voice needs.
   *
   * @param put takes what was stored and must go if the voice isn't shown
   */
  private Prepared prepare(
      CloneWork work, CancelSignal stopping, List<Blob> put, ProgressListener progress) {
    List<Path> files = new ArrayList<>();
    try {
      for (int i = 0; i < work.recordings().size(); i++) {
        files.add(recording(work, i, stopping, progress));
      }
      MadeVoice made = maker.make(files, transcript(work), work.field(), stopping, progress);
      List<StoredRecording> stored = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        stored.add(stored(work.recordings().get(i), files.get(i), made.recordings().get(i), put));
      }
      progress.at(Progress.of(WorkStep.SAMPLE));
      Blob sample =
          kept(
              samples.spoken(work.voiceId(), made.profile(), settings.defaultText(), stopping),
              put);
      progress.at(Progress.of(WorkStep.COVER));
      CoverMaker.Cover cover = cover(work, stopping, put);
      CloneReport report = VoiceMaker.withWarnings(made.report(), cover.warnings());
      return new Prepared(made, report, stored, sample, cover.blob());
    } finally {
      files.forEach(workFolder::discard);
    }
  }

  private CoverMaker.Cover cover(CloneWork work, CancelSignal stopping, List<Blob> put) {
    if (work.coverBlobId() != null) {
      return new CoverMaker.Cover(upload(work.coverBlobId()), List.of());
    }
    CoverMaker.Cover cover = covers.cover(work.voiceId(), work.imageUrl(), stopping);
    put.add(cover.blob());
    return cover;
  }

  private Blob upload(String blobId) {
    return blobs
        .find(blobId)
        .orElseThrow(() -> new IllegalStateException("the upload was there a moment ago"));
  }

  private static @Nullable String transcript(CloneWork work) {
    return VoiceMaker.joinedTranscript(
        work.recordings().stream().map(each -> Optional.ofNullable(each.transcript())));
  }

  private Path recording(
      CloneWork work, int position, CancelSignal stopping, ProgressListener progress) {
    CloneWork.Source source = work.recordings().get(position);
    if (source.url() != null) {
      Progress step = Progress.of(WorkStep.FETCHING, position, work.recordings().size());
      progress.at(step);
      return maker.fetch(
          source.url(),
          work.fieldOf(position),
          stopping,
          (bytes, total) -> progress.at(step.withBytes(bytes, total)));
    }
    return workFolder.copyOf(blobs, source.upload());
  }

  private StoredRecording stored(
      CloneWork.Source source, Path file, DecodedRecording decoded, List<Blob> put) {
    Blob original =
        source.url() == null
            ? upload(source.upload())
            : kept(blobs.put(file, "application/octet-stream"), put);
    return new StoredRecording(
        original,
        kept(samples.reference(decoded.pcm()), put),
        decoded.originalSampleRate(),
        source.transcript());
  }

  private void show(Transaction transaction, ClaimedTask claimed, CloneWork work, Prepared made) {
    String voiceId = work.voiceId();
    Instant now = clock.instant();
    TaskResult result = new TaskResult.VoiceMade(voiceId);
    if (tasks.finish(transaction, claimed, result).isEmpty()) {
      throw new ClaimLostException(claimed.task().id());
    }
    if (!voices.end(transaction, voiceId, VoiceState.TRAINED, made.report(), now)) {
      throw MynahException.of(ErrorCode.NOT_FOUND, VoiceErasure.DELETED);
    }
    if (work.coverBlobId() == null) {
      blobs.record(transaction, made.cover());
    }
    voices.setCover(transaction, voiceId, made.cover());
    voices.setLanguages(transaction, voiceId, Languages.of(maker.engine()));
    voices.putProfile(transaction, voiceId, made.voice().profile(), now);
    for (int i = 0; i < made.recordings().size(); i++) {
      if (work.recordings().get(i).url() != null) { // what was sent along is there already
        blobs.record(transaction, made.recordings().get(i).original());
      }
    }
    sounds.addSpoken(transaction, voiceId, settings.defaultText(), made.sample());
    sounds.addRecordings(transaction, voiceId, made.recordings(), now);
  }

  @Override
  public void failed(Transaction transaction, JsonNode written) {
    CloneWork work = CloneWork.read(written);
    voices.end(transaction, work.voiceId(), VoiceState.FAILED, null, clock.instant());
    blobs.erase(transaction, work.uploads());
  }
}
