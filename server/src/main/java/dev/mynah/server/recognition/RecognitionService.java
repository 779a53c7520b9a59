package dev.mynah.server.recognition;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.Transcript;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.FetchLimits;
import dev.mynah.server.fetch.MediaFetcher;
import dev.mynah.server.task.Price;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.MeteredWork;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes recordings down for callers who wait, each counted by its seconds. */
public final class RecognitionService {
  private static final Logger LOG = LoggerFactory.getLogger(RecognitionService.class);

  /** Nothing was done and nothing is recorded. */
  private static final Set<ErrorCode> REFUSED =
      Set.of(ErrorCode.OVERLOADED, ErrorCode.CREDIT_EXHAUSTED, ErrorCode.UNAVAILABLE);

  private final @Nullable LazyRecognizer recognizer;
  private final RecordingReader reader;
  private final RecognitionPool pool;
  private final MediaFetcher fetcher;
  private final WorkFolder workFolder;
  private final UsageLedger ledger;
  private final Database database;
  private final RecognitionSettings settings;
  private final IdSource ids;
  private final Clock clock;

  /**
   * @param recognizer what understands, or null if this server has nothing that does
   */
  public RecognitionService(
      @Nullable LazyRecognizer recognizer,
      RecordingReader reader,
      MediaFetcher fetcher,
      WorkFolder workFolder,
      UsageLedger ledger,
      Database database,
      RecognitionSettings settings,
      IdSource ids,
      Clock clock) {
    this.recognizer = recognizer;
    this.reader = reader;
    this.pool = new RecognitionPool(settings.workers(), settings.maxWaiting());
    this.fetcher = fetcher;
    this.workFolder = workFolder;
    this.ledger = ledger;
    this.database = database;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /** Returns whether this server recognises speech at all. */
  public boolean available() {
    return recognizer != null;
  }

  /**
   * Writes a recording down.
   *
   * @param recording a file of the caller's request, which stays where it is
   * @param listener hears each segment as soon as it is understood, on another thread
   * @param gone true once nobody waits for the answer
   * @throws MynahException if the recording can't be read, is in another language, can't be paid
   *     for, or too many are waiting
   */
  public Transcription transcribe(
      Recording recording,
      RecognitionOrder order,
      Principal principal,
      RecognitionListener listener,
      CancelSignal gone) {
    principal.require(Scope.SPEAK);
    LazyRecognizer chosen = recognizer;
    if (chosen == null) {
      throw MynahException.of(
          ErrorCode.NOT_IMPLEMENTED, "This server doesn't transcribe recordings.");
    }
    ledger.check(principal, settings.price());
    Instant start = clock.instant();
    Path own = null;
    try {
      Path file = file(recording, order.field(), gone);
      own = recording instanceof Recording.LocalFile ? null : file;
      checkSize(file, order.field());
      Future<Transcript> work =
          pool.submit(
              () ->
                  reader.read(
                      file,
                      order.field(),
                      chosen.get(),
                      new RecognitionOptions(order.language(), order.wordTimes()),
                      listener,
                      () -> gone.cancelled() || pool.stopping().cancelled()));
      Transcript transcript = result(work);
      checkLength(transcript, order);
      charge(principal, order, start, transcript.durationSeconds(), null);
      return transcription(transcript);
    } catch (MynahException e) {
      if (!REFUSED.contains(e.code())) {
        charge(principal, order, start, 0, e.code());
      }
      throw e;
    } finally {
      if (own != null) {
        workFolder.discard(own);
      }
    }
  }

  private Path file(Recording recording, String field, CancelSignal gone) {
    return switch (recording) {
      case Recording.LocalFile local -> local.path();
      case Recording.Url url ->
          fetcher
              .fetch(
                  field,
                  url.url(),
                  FetchLimits.AUDIO.withMaxBytes(settings.maxBytes()),
                  workFolder.path(),
                  gone)
              .file();
      case Recording.Bytes sent -> written(sent.bytes());
    };
  }

  private Path written(byte[] bytes) {
    Path file = workFolder.fresh();
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      workFolder.discard(file);
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The recording can't be kept; the disk may be full.", e);
    }
  }

  private void checkSize(Path file, String field) {
    try {
      long size = Files.size(file);
      if (size == 0) {
        throw MynahException.invalid(field, field + " is an empty file.");
      }
      if (size > settings.maxBytes()) {
        throw MynahException.of(
            ErrorCode.TOO_LARGE,
            "%s has %d bytes; at most %d are taken.".formatted(field, size, settings.maxBytes()));
      }
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The recording can't be read.", e);
    }
  }

  private static Transcript result(Future<Transcript> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MynahException known) {
        throw known;
      }
      throw MynahException.of(ErrorCode.INTERNAL, "The recogniser failed.", e);
    } catch (InterruptedException e) {
      work.cancel(true);
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    }
  }

  private static void checkLength(Transcript transcript, RecognitionOrder order) {
    if (transcript.durationSeconds() < order.minSeconds()) {
      throw MynahException.invalid(
          order.field(),
          String.format(
              Locale.ROOT,
              "%s is %.2f seconds long; a recording must have at least %s.",
              order.field(),
              transcript.durationSeconds(),
              order.minSeconds()));
    }
  }

  /** Begun seconds count in full. */
  private void charge(
      Principal principal,
      RecognitionOrder order,
      Instant start,
      double seconds,
      @Nullable ErrorCode error) {
    Instant end = clock.instant();
    Duration elapsed = end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    String id = ids.hex();
    Price price = Price.of((long) Math.ceil(seconds), settings.price());
    database.writing(
        transaction ->
            ledger.charged(
                transaction,
                principal,
                new MeteredWork(id, order.traceId(), order.type(), price, error, elapsed, end)));
    if (error == null) {
      LOG.info("Wrote down {} seconds of recording {}", price.units(), id);
    } else {
      LOG.info("Writing down recording {} failed with {}", id, error);
    }
  }

  private static Transcription transcription(Transcript transcript) {
    Optional<String> code = Optional.ofNullable(transcript.language());
    return new Transcription(
        transcript.text(),
        transcript.durationSeconds(),
        transcript.segments(),
        code.orElse(null),
        code.map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH))
            .orElse(null));
  }

  /**
   * Takes no new recordings, lets those there finish, then breaks them off.
   *
   * @param grace how long the work may go on
   */
  public void stop(Duration grace) {
    pool.stop(grace);
  }
}
