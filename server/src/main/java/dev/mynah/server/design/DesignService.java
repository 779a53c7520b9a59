package dev.mynah.server.design;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.DesignedVoice;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.VoiceDesigner;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.Rendered;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.rendering.SpeechRenderer;
import dev.mynah.server.rendering.SpokenPart;
import dev.mynah.server.speech.SynthesisPool;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.MeteredWork;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.CandidateVoices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Designs voices for callers who wait, and keeps them to be spoken with. */
public final class DesignService {
  private static final Logger LOG = LoggerFactory.getLogger(DesignService.class);
  private static final String USUAL_TEXT =
      "Hello! I have a story to tell, so sit down for a moment and listen to how I sound.";
  private static final int SAMPLE_RATE = 24_000; // Hz
  private static final long SPOKEN_SEED = 1;

  private final Optional<VoiceDesigner> designer;
  private final Set<String> languages;
  private final SpeechRenderer renderer;
  private final SynthesisPool pool;
  private final CandidateVoices voices;
  private final UsageLedger ledger;
  private final Database database;
  private final WorkFolder workFolder;
  private final DesignSettings settings;
  private final IdSource ids;
  private final Clock clock;

  /**
   * @param renderer speaks with {@code engine}
   * @param pool where it speaks
   */
  public DesignService(
      SpeechEngine engine,
      SpeechRenderer renderer,
      SynthesisPool pool,
      CandidateVoices voices,
      UsageLedger ledger,
      Database database,
      WorkFolder workFolder,
      DesignSettings settings,
      IdSource ids,
      Clock clock) {
    this.designer = engine.designer();
    this.languages =
        engine.info().languages().stream()
            .map(tag -> Locale.forLanguageTag(tag).getLanguage())
            .collect(Collectors.toUnmodifiableSet());
    this.renderer = renderer;
    this.pool = pool;
    this.voices = voices;
    this.ledger = ledger;
    this.database = database;
    this.workFolder = workFolder;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Designs voices, lets each say something, and keeps them as voices of the caller's.
   *
   * @throws MynahException if the text can't be spoken, is in another language, can't be paid for,
   *     or too much is waiting
   */
  public List<Candidate> design(DesignOrder order, Principal principal) {
    principal.require(Scope.CLONE);
    VoiceDesigner able =
        designer.orElseThrow(
            () ->
                MynahException.of(
                    ErrorCode.NOT_IMPLEMENTED, "This server's engine can't design voices."));
    requireSpoken(order.language());
    Price price = Price.of(1, settings.price());
    ledger.check(principal, price.credits());
    Instant start = clock.instant();
    Long asked = order.seed();
    long seed = asked == null ? ids.hex().hashCode() : asked;
    String text = CleanText.of(order.text() == null ? USUAL_TEXT : order.text());
    List<Spoken> spoken = new ArrayList<>();
    try {
      for (DesignedVoice voice : able.design(order.instruction(), order.count(), seed)) {
        spoken.add(spoken(voice, text, order, principal));
      }
      return kept(spoken, text, order, price, start, principal);
    } finally {
      spoken.forEach(each -> workFolder.discard(each.file()));
    }
  }

  private void requireSpoken(@Nullable String language) {
    if (language == null) {
      return;
    }
    Locale locale = Locale.forLanguageTag(language.strip().replace('_', '-'));
    if (!languages.contains(locale.getLanguage())) {
      String name = locale.getDisplayLanguage(Locale.ENGLISH);
      throw MynahException.of(
          ErrorCode.UNSUPPORTED_LANGUAGE,
          "language: %s is not spoken here; voices can be designed for: %s."
              .formatted(
                  name.isEmpty() ? language : name,
                  languages.stream()
                      .map(code -> Locale.of(code).getDisplayLanguage(Locale.ENGLISH))
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
  }

  private record Spoken(String voiceId, DesignedVoice voice, Path file, double seconds) {}

  private Spoken spoken(DesignedVoice voice, String text, DesignOrder order, Principal principal) {
    String voiceId = ids.hex();
    Script script =
        new Script(
            List.of(new SpokenPart(text, voice.profile())),
            List.of(voiceId),
            EncodingSettings.of(AudioFormat.WAV).withSampleRate(SAMPLE_RATE),
            Math.clamp(order.speed(), SpeechRequest.MIN_SPEED, SpeechRequest.MAX_SPEED),
            0,
            true,
            order.language(),
            SPOKEN_SEED);
    Path file = workFolder.fresh();
    boolean made = false;
    try {
      CancelSignal stopping = pool.stopping();
      Rendered rendered =
          outcome(pool.submit(principal.ownerId(), () -> renderer.toFile(script, file, stopping)));
      made = true;
      return new Spoken(voiceId, voice, file, rendered.seconds());
    } finally {
      if (!made) {
        workFolder.discard(file);
      }
    }
  }

  private static Rendered outcome(FutureTask<Rendered> job) {
    try {
      return job.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MynahException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException) {
        throw MynahException.of(
            ErrorCode.UNAVAILABLE, "A file could not be written; the disk may be full.", e);
      }
      throw MynahException.of(ErrorCode.INTERNAL, "Internal server error.", e);
    }
  }

  private List<Candidate> kept(
      List<Spoken> spoken,
      String text,
      DesignOrder order,
      Price price,
      Instant start,
      Principal principal) {
    List<CandidateVoices.Made> made =
        spoken.stream()
            .map(
                each ->
                    new CandidateVoices.Made(
                        each.voiceId(),
                        order.instruction(),
                        each.voice().traits(),
                        each.voice().profile(),
                        each.file(),
                        SAMPLE_RATE,
                        text))
            .toList();
    List<CandidateVoices.Stored> stored = voices.store(made);
    Instant end = clock.instant();
    Duration elapsed = end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    database.writing(
        transaction -> {
          voices.record(transaction, stored, principal, end.plus(settings.kept()));
          ledger.charged(
              transaction,
              principal,
              new MeteredWork(
                  ids.uuid(), order.traceId(), TaskType.VOICE_DESIGN, price, null, elapsed, end));
        });
    LOG.info("Designed {} voices", spoken.size());
    return spoken.stream().map(each -> candidate(each, text)).toList();
  }

  private static Candidate candidate(Spoken spoken, String text) {
    String made = String.join(", ", spoken.voice().traits());
    List<String> leftOut = spoken.voice().leftOut();
    try {
      return new Candidate(
          spoken.voiceId(),
          Files.readAllBytes(spoken.file()),
          SAMPLE_RATE,
          spoken.seconds(),
          text,
          leftOut.isEmpty() ? made : made + "; not available: " + String.join(", ", leftOut));
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "A file could not be read.", e);
    }
  }
}
