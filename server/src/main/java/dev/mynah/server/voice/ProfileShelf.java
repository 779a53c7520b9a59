package dev.mynah.server.voice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.voice.VoiceRepository.StoredRecording;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles voices speak with, at hand in memory. A voice made by another version of the engine
 * gets a new profile from its kept recording the first time it is to speak.
 */
final class ProfileShelf implements Profiles {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileShelf.class);
  private static final long MAX_BYTES = 64L << 20;
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int BYTES_BESIDES = 500; // of an entry, its profile apart

  private final Database database;
  private final VoiceRepository voices;
  private final BlobStore blobs;
  private final VoiceMaker maker;
  private final WorkFolder workFolder;
  private final Clock clock;
  private final Cache<String, VoiceProfile> profiles =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .<String, VoiceProfile>weigher((id, profile) -> profile.bytes().length + BYTES_BESIDES)
          .expireAfterAccess(KEPT) // for voices that another process erased
          .build();

  ProfileShelf(
      Database database,
      VoiceRepository voices,
      BlobStore blobs,
      VoiceMaker maker,
      WorkFolder workFolder,
      Clock clock) {
    this.database = database;
    this.voices = voices;
    this.blobs = blobs;
    this.maker = maker;
    this.workFolder = workFolder;
    this.clock = clock;
  }

  @Override
  public VoiceProfile profile(String voiceId) {
    return profiles.get(voiceId, this::load);
  }

  @Override
  public void forget(String voiceId) {
    profiles.invalidate(voiceId);
  }

  private VoiceProfile load(String voiceId) {
    EngineInfo engine = maker.engine();
    return database
        .read(transaction -> voices.profile(transaction, voiceId, engine.name(), engine.version()))
        .orElseGet(() -> rebuild(voiceId));
  }

  private VoiceProfile rebuild(String voiceId) {
    List<StoredRecording> recordings =
        database.read(transaction -> voices.recordings(transaction, voiceId));
    if (recordings.isEmpty()) {
      requireThere(voiceId);
      throw MynahException.of(
          ErrorCode.INTERNAL, "This voice has no profile for the engine in use, and no recording.");
    }
    LOG.info("Making a profile of voice {} for {}", voiceId, maker.engine().version());
    List<Path> files = new ArrayList<>();
    try {
      for (StoredRecording recording : recordings) {
        files.add(workFolder.copyOf(blobs, recording.originalBlobId()));
      }
      String transcript =
          VoiceMaker.joinedTranscript(
              recordings.stream().map(each -> Optional.ofNullable(each.transcript())));
      VoiceProfile profile =
          maker.make(files, transcript, "reference_id", CancelSignal.NEVER).profile();
      database.writing(
          transaction -> {
            requireThere(transaction, voiceId);
            voices.putProfile(transaction, voiceId, profile, clock.instant());
          });
      return profile;
    } finally {
      files.forEach(workFolder::discard);
    }
  }

  private void requireThere(String voiceId) {
    database.read(
        transaction -> {
          requireThere(transaction, voiceId);
          return true;
        });
  }

  /** A voice may be erased while its profile is being made. */
  private void requireThere(Transaction transaction, String voiceId) {
    if (!voices.exists(transaction, voiceId)) {
      throw MynahException.of(ErrorCode.NOT_FOUND, VoiceErasure.DELETED);
    }
  }
}
