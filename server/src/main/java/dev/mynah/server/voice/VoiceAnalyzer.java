package dev.mynah.server.voice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.SoundPicture;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures what voices sound like. A file's content never changes, so that what was measured of it
 * is kept in memory, within bounds, and forgotten soon: a deleted voice must leave nothing.
 */
public final class VoiceAnalyzer {
  private static final int COLUMNS = 600;
  private static final long MOST_KEPT = 500; // of about 10 kB
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int AT_ONCE = 2; // each holds its recordings in memory
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BUSY = Duration.ofSeconds(5);

  private final VoiceCatalogue voices;
  private final BlobStore blobs;
  private final RecordingDecoder decoder;
  private final WorkFolder workFolder;
  private final LikenessMeter meter;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Cache<String, SoundPicture> pictures = cache();
  private final Cache<Pair, Optional<Likeness>> likenesses = cache();

  /**
   * @param decoder of recordings, cutting them at what is looked at
   * @param meter compares a voice with its recording
   */
  public VoiceAnalyzer(
      VoiceCatalogue voices,
      BlobStore blobs,
      RecordingDecoder decoder,
      WorkFolder workFolder,
      LikenessMeter meter) {
    this.voices = voices;
    this.blobs = blobs;
    this.decoder = decoder;
    this.workFolder = workFolder;
    this.meter = meter;
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();
  }

  private record Pair(String spoken, String reference) {}

  /**
   * Draws a voice.
   *
   * @param id its id, or what else it is known by
   * @param recording which of its recordings to show beside it, 0 for the first
   * @throws MynahException with NOT_FOUND as {@link VoiceCatalogue#visible} does, INVALID_REQUEST
   *     if there is no such recording, or OVERLOADED
   */
  public VoiceAnalysis analysis(String id, int recording, Principal caller) {
    Voice voice = voices.visible(id, caller);
    return new VoiceAnalysis(picture(spoken(voice)), picture(reference(voice, recording, caller)));
  }

  /** Returns whether {@link #likeness} can tell anything. */
  public boolean comparesVoices() {
    return meter.installed();
  }

  /**
   * Tells how alike a voice and a recording of it are, which takes seconds.
   *
   * @return empty if nothing can tell: there is no recording the caller may know of, or too little
   *     speech, or no model is installed
   * @throws MynahException as {@link #analysis} does
   */
  public Optional<Likeness> likeness(String id, int recording, Principal caller) {
    Voice voice = voices.visible(id, caller);
    VoiceSample spoken = spoken(voice);
    VoiceSample reference = reference(voice, recording, caller);
    if (spoken == null || reference == null || !meter.installed()) {
      return Optional.empty();
    }
    Pair pair = new Pair(spoken.blobId(), reference.blobId());
    Optional<Likeness> before = likenesses.getIfPresent(pair);
    if (before != null) {
      return before;
    }
    Optional<Likeness> now =
        inTurn(() -> meter.compare(decoded(pair.spoken()), decoded(pair.reference())));
    likenesses.put(pair, now);
    return now;
  }

  private static @Nullable VoiceSample spoken(Voice voice) {
    return sample(voice, VoiceSample.Kind.SPOKEN, 0);
  }

  private static @Nullable VoiceSample reference(Voice voice, int recording, Principal caller) {
    if (!voice.ownerId().equals(caller.ownerId())) {
      return null;
    }
    VoiceSample wanted = sample(voice, VoiceSample.Kind.REFERENCE, recording);
    if (wanted == null && recording > 0) {
      throw MynahException.invalid("recording", "recording names none of this voice.");
    }
    return wanted;
  }

  private static @Nullable VoiceSample sample(Voice voice, VoiceSample.Kind kind, int position) {
    List<VoiceSample> samples =
        voice.samples().stream().filter(sample -> sample.kind() == kind).toList();
    return position < samples.size() ? samples.get(position) : null;
  }

  private @Nullable SoundPicture picture(@Nullable VoiceSample sample) {
    if (sample == null) {
      return null;
    }
    SoundPicture before = pictures.getIfPresent(sample.blobId());
    if (before != null) {
      return before;
    }
    SoundPicture now = inTurn(() -> SoundPicture.of(decoded(sample.blobId()), COLUMNS));
    pictures.put(sample.blobId(), now);
    return now;
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw MynahException.overloaded("Other voices are being measured; try again soon.", BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private Pcm decoded(String blobId) {
    Path file = workFolder.copyOf(blobs, blobId);
    try {
      return decoder.decode(file, CancelSignal.NEVER).pcm();
    } finally {
      workFolder.discard(file);
    }
  }
}
