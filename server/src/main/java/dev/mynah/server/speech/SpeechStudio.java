package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.Manner;
import dev.mynah.server.rendering.Rendered;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.rendering.SpeechRenderer;
import dev.mynah.server.rendering.SpeechStream;
import dev.mynah.server.rendering.SpokenPart;
import dev.mynah.server.rendering.StreamSink;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Speaker;
import dev.mynah.server.voice.VoiceCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What all ways of asking for speech share: checking an order, finding its voices, and speaking it
 * on the pool.
 */
public final class SpeechStudio {
  private static final double MIN_SPEED = 0.5;
  private static final double MAX_SPEED = 2.0;
  private static final int MAX_VOICES = 32;
  private static final long DEFAULT_SEED = 1;

  private final VoiceCatalogue voices;
  private final ReferenceVoices references;
  private final SpeechRenderer renderer;
  private final SynthesisPool pool;
  private final BlobStore blobs;
  private final WorkFolder workFolder;
  private final SpeechSettings settings;
  private final IdSource ids;

  public SpeechStudio(
      VoiceCatalogue voices,
      ReferenceVoices references,
      SpeechRenderer renderer,
      SynthesisPool pool,
      BlobStore blobs,
      WorkFolder workFolder,
      SpeechSettings settings,
      IdSource ids) {
    this.voices = voices;
    this.references = references;
    this.renderer = renderer;
    this.pool = pool;
    this.blobs = blobs;
    this.workFolder = workFolder;
    this.settings = settings;
    this.ids = ids;
  }

  /** Returns the order with clean text, or refuses it naming the field that is wrong. */
  SpeechOrder checked(SpeechOrder order) {
    checkManner(order);
    return order.withText(checkedText(order.text()));
  }

  /** Returns a text without what can't be stored, or refuses one that can't be spoken. */
  String checkedText(String sent) {
    String text = CleanText.of(sent);
    if (text.isBlank()) {
      throw MynahException.invalid("text", "text must not be empty.");
    }
    if (text.length() > settings.maxTextCharacters()) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE,
          "text has %d characters; at most %d are spoken at a time."
              .formatted(text.length(), settings.maxTextCharacters()));
    }
    return text;
  }

  /** Refuses an order that could not be carried out whatever its text. */
  void checkManner(SpeechOrder order) {
    if (!(order.speed() >= MIN_SPEED && order.speed() <= MAX_SPEED)) {
      throw MynahException.invalid("prosody.speed", "prosody.speed must be between 0.5 and 2.");
    }
    if (!(Math.abs(order.volumeDb()) <= SpeechOrder.MAX_VOLUME_DB)) {
      throw MynahException.invalid(
          "prosody.volume", "prosody.volume must be between -20 and 20 dB.");
    }
    if (order.referenceIds().size() > MAX_VOICES || order.references().size() > MAX_VOICES) {
      throw MynahException.invalid(
          "reference_id", "At most " + MAX_VOICES + " voices may speak in one text.");
    }
  }

  /**
   * Refuses an order for a stored voice that isn't there, so that a caller who goes away hears of
   * it at once.
   */
  void checkVoices(SpeechOrder order, Principal principal) {
    order.referenceIds().forEach(id -> speaker(id, principal));
  }

  /**
   * Who speaks.
   *
   * @param profiles of the speakers, by their numbers in the text
   * @param voiceIds the stored voices among them
   */
  record Cast(List<VoiceProfile> profiles, List<String> voiceIds) {}

  /** Finds who is to speak; may fetch and clone recordings that came with the order. */
  Cast cast(SpeechOrder order, Principal principal, CancelSignal cancel) {
    if (order.referenceIds().isEmpty() && !order.references().isEmpty()) {
      return new Cast(references.profiles(order.references(), cancel), List.of());
    }
    List<Speaker> speakers =
        order.referenceIds().isEmpty()
            ? List.of(voices.speaker(settings.defaultVoiceId(), principal))
            : order.referenceIds().stream().map(id -> speaker(id, principal)).toList();
    return new Cast(
        speakers.stream().map(Speaker::profile).toList(),
        speakers.stream().map(Speaker::voiceId).toList());
  }

  /** Finds everything an order needs. */
  Script script(SpeechOrder order, Principal principal, CancelSignal cancel) {
    Cast cast = cast(order, principal, cancel);
    return new Script(
        // Marks of speakers count with one voice, too: they are never read out.
        parts(SpeakerTurns.of(order.text(), cast.profiles().size(), 0), cast.profiles()),
        cast.voiceIds(),
        order.encoding(),
        order.speed(),
        order.volumeDb(),
        order.normalizeLoudness(),
        order.language(),
        seed(order));
  }

  private static long seed(SpeechOrder order) {
    Long seed = order.seed();
    return seed == null ? DEFAULT_SEED : seed;
  }

  /** Opens a stream in which a cast speaks as an order says. */
  SpeechStream stream(SpeechOrder order, Cast cast, StreamSink sink) {
    return renderer.toStream(
        new Manner(
            cast.voiceIds(),
            order.encoding(),
            order.speed(),
            order.volumeDb(),
            order.normalizeLoudness(),
            order.language(),
            seed(order)),
        sink);
  }

  /** Gives each turn its voice. */
  static List<SpokenPart> parts(List<SpeakerTurns.Turn> turns, List<VoiceProfile> speakers) {
    return turns.stream()
        .map(turn -> new SpokenPart(turn.text(), speakers.get(turn.speaker())))
        .toList();
  }

  /** A voice that isn't there is the request's fault here, not the path's. */
  private Speaker speaker(String id, Principal principal) {
    try {
      return voices.speaker(id, principal);
    } catch (MynahException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      throw MynahException.invalid(
          "reference_id", "reference_id names no voice that this account may speak with.");
    }
  }

  /**
   * Speech that is stored but not recorded.
   *
   * @param blob the file
   * @param fileName what a browser should call it
   * @param seconds how long it plays
   */
  record StoredSpeech(Blob blob, String fileName, double seconds) {}

  /**
   * Speaks into a stored file.
   *
   * @param bounded whether the number of such calls is bounded by the caller; otherwise a full
   *     queue refuses
   */
  StoredSpeech store(Script script, String ownerId, boolean bounded, CancelSignal cancel) {
    FutureTask<StoredSpeech> job =
        bounded
            ? pool.submitBounded(ownerId, () -> spoken(script, cancel))
            : pool.submit(ownerId, () -> spoken(script, cancel));
    return outcome(job);
  }

  private StoredSpeech spoken(Script script, CancelSignal cancel) throws IOException {
    Path file = workFolder.fresh();
    try {
      Rendered rendered =
          renderer.toFile(script, file, () -> cancel.cancelled() || pool.stopping().cancelled());
      Blob blob = blobs.put(file, script.encoding().format().contentType());
      String name = ids.uuid() + "." + script.encoding().format().fileExtension();
      return new StoredSpeech(blob, name, rendered.seconds());
    } finally {
      workFolder.discard(file);
    }
  }

  /** Waits for the outcome of a job. */
  static <T> T outcome(FutureTask<T> job) {
    try {
      return job.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MynahException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException) {
        throw MynahException.of(
            ErrorCode.UNAVAILABLE, "The speech could not be stored; the disk may be full.", e);
      }
      throw MynahException.of(ErrorCode.INTERNAL, "Internal server error.", e);
    }
  }

  private static MynahException stopping(InterruptedException cause) {
    return MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", cause);
  }
}
