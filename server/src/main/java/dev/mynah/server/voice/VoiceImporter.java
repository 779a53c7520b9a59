package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.archive.ArchiveException;
import dev.mynah.server.voice.archive.ArchiveLimits;
import dev.mynah.server.voice.archive.ArchiveReader;
import dev.mynah.server.voice.archive.ArchiveReader.Unpacked;
import dev.mynah.server.voice.archive.VoiceManifest;
import dev.mynah.server.voice.archive.VoiceManifest.Member;
import dev.mynah.server.voice.archive.VoiceManifest.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes voices out of archives. An archive is a stranger's word: its recordings are decoded in a
 * process apart and the voice is made from them anew, so that it is what it claims to be. Only a
 * voice without recordings, one made from words, speaks with the profile that came along, and only
 * after this server's engine has spoken with it. Everything shows in one transaction or not at all.
 */
public final class VoiceImporter {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceImporter.class);
  private static final String FIELD = "file";
  private static final int AT_ONCE = 2;
  private static final Duration BUSY = Duration.ofSeconds(10);
  private static final int MAX_TRANSCRIPT = 20_000; // characters
  private static final int MAX_CONSENT = 2_000; // characters
  private static final int MAX_URL = 4_096; // characters
  private static final String PLAIN_TITLE = "Untitled voice";

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final BlobStore blobs;
  private final VoiceMaker maker;
  private final SampleMaker samples;
  private final WorkFolder workFolder;
  private final CloneSettings settings;
  private final AuditLog audit;
  private final IdSource ids;
  private final VoiceSounds sounds;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public VoiceImporter(
      Database database,
      BlobStore blobs,
      VoiceMaker maker,
      SampleMaker samples,
      WorkFolder workFolder,
      CloneSettings settings,
      AuditLog audit,
      IdSource ids,
      Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.maker = maker;
    this.samples = samples;
    this.workFolder = workFolder;
    this.settings = settings;
    this.audit = audit;
    this.ids = ids;
    this.sounds = new VoiceSounds(blobs, ids);
    this.clock = clock;
  }

  /**
   * Makes a voice of an archive. It gets an id of its own, belongs to the caller and is private
   * until its owner says otherwise.
   *
   * @param archive a file of this machine; not deleted
   * @param principal with the scope CLONE
   * @return the voice, ready to speak
   * @throws MynahException with SCOPE_MISSING, TOO_LARGE, INVALID_REQUEST if the archive is wrong,
   *     UNREADABLE_MEDIA or UNUSABLE_REFERENCE if its recordings are, or OVERLOADED
   */
  public Voice take(Path archive, Principal principal) {
    principal.require(Scope.CLONE);
    if (!places.tryAcquire()) {
      throw MynahException.overloaded("Other voices are being imported; try again soon.", BUSY);
    }
    List<Path> files = new ArrayList<>();
    List<Blob> put = new ArrayList<>();
    boolean shown = false;
    try {
      Unpacked unpacked = unpacked(archive, files);
      Prepared prepared = prepared(unpacked, put);
      Voice voice = database.write(transaction -> show(transaction, prepared, principal));
      shown = true;
      LOG.info("Imported voice {}", voice.id());
      return voice;
    } finally {
      places.release();
      files.forEach(workFolder::discard);
      if (!shown) {
        discard(put);
      }
    }
  }

  private Unpacked unpacked(Path archive, List<Path> files) {
    try {
      if (Files.size(archive) > settings.maxUploadBytes()) {
        throw MynahException.of(
            ErrorCode.TOO_LARGE,
            "The archive is larger than %d bytes.".formatted(settings.maxUploadBytes()));
      }
      return ArchiveReader.read(
          archive,
          ArchiveLimits.of(settings.maxUploadBytes()),
          () -> {
            Path file = workFolder.fresh();
            files.add(file);
            return file;
          });
    } catch (ArchiveException e) {
      throw MynahException.invalid(FIELD, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The archive could not be unpacked; the disk may be full.", e);
    }
  }

  /** A voice whose files are all stored, but which no row shows. */
  private record Prepared(
      Voice voice,
      VoiceProfile profile,
      List<StoredReference> recordings,
      Blob sample,
      Blob cover,
      @Nullable String consent) {}

  private record StoredReference(StoredRecording recording, @Nullable String sourceUrl) {}

  private Prepared prepared(Unpacked unpacked, List<Blob> put) {
    VoiceManifest told = unpacked.voice();
    String consent = consent(told);
    String voiceId = ids.hex();
    if (told.recordings().size() > CloneOrder.MAX_RECORDINGS) {
      throw wrong("it has more than " + CloneOrder.MAX_RECORDINGS + " recordings");
    }
    MadeVoice made = told.recordings().isEmpty() ? null : made(unpacked);
    VoiceProfile profile = made == null ? profileOf(unpacked) : made.profile();
    List<StoredReference> recordings = new ArrayList<>();
    for (int i = 0; made != null && i < made.recordings().size(); i++) {
      recordings.add(stored(unpacked, told.recordings().get(i), made.recordings().get(i), put));
    }
    Blob sample =
        kept(samples.spoken(voiceId, profile, settings.defaultText(), CancelSignal.NEVER), put);
    Blob cover = kept(cover(voiceId, unpacked), put);
    CloneReport report = made == null ? null : made.report();
    return new Prepared(voice(voiceId, told, report), profile, recordings, sample, cover, consent);
  }

  private @Nullable String consent(VoiceManifest told) {
    String consent = told.consent();
    if (consent != null && !consent.isBlank()) {
      return VoiceTexts.shortEnough("consent", consent, MAX_CONSENT).strip();
    }
    if (settings.requireConsent() && !told.recordings().isEmpty()) {
      throw wrong("it holds no statement of consent, which this server requires");
    }
    return null;
  }

  private MadeVoice made(Unpacked unpacked) {
    List<Path> files =
        unpacked.voice().recordings().stream().map(each -> unpacked.file(each.file())).toList();
    String transcript =
        VoiceMaker.joinedTranscript(
            unpacked.voice().recordings().stream()
                .map(each -> Optional.ofNullable(transcript(each))));
    return maker.make(files, transcript, FIELD, CancelSignal.NEVER);
  }

  private static @Nullable String transcript(Reference reference) {
    String transcript = reference.transcript();
    return transcript == null || transcript.isBlank()
        ? null
        : VoiceTexts.shortEnough("transcript", transcript, MAX_TRANSCRIPT);
  }

  /** Returns the profile for the engine in use; whether it is one shows when it speaks. */
  private VoiceProfile profileOf(Unpacked unpacked) {
    EngineInfo engine = maker.engine();
    Member file =
        unpacked.voice().profiles().stream()
            .filter(
                each ->
                    each.engine().equals(engine.name())
                        && each.engineVersion().equals(engine.version()))
            .map(VoiceManifest.Profile::file)
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        "it holds no recording, and nothing to speak with for %s %s, which this"
                                .formatted(engine.name(), engine.version())
                            + " server uses"));
    if (file.size() > VoiceProfile.MAX_BYTES) {
      throw wrong("a profile is too large");
    }
    return new VoiceProfile(engine.name(), engine.version(), bytes(unpacked.file(file)));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "An unpacked file can't be read.", e);
    }
  }

  private StoredReference stored(
      Unpacked unpacked, Reference told, DecodedRecording decoded, List<Blob> put) {
    String url = told.sourceUrl();
    return new StoredReference(
        new StoredRecording(
            kept(blobs.put(unpacked.file(told.file()), "application/octet-stream"), put),
            kept(samples.reference(decoded.pcm()), put),
            decoded.originalSampleRate(),
            transcript(told)),
        url == null ? null : VoiceTexts.shortEnough("source_url", url, MAX_URL));
  }

  private Blob cover(String voiceId, Unpacked unpacked) {
    Member cover = unpacked.voice().cover();
    if (cover == null) {
      return blobs.put(GeneratedCover.png(voiceId), GeneratedCover.MEDIA_TYPE);
    }
    if (cover.size() > PictureFetcher.MAX_BYTES) {
      throw wrong("its cover is larger than " + PictureFetcher.MAX_BYTES + " bytes");
    }
    byte[] picture = bytes(unpacked.file(cover));
    return blobs.put(picture, ImageTypes.required(FIELD, picture));
  }

  private Voice voice(String id, VoiceManifest told, @Nullable CloneReport report) {
    Instant now = Rows.stored(clock.instant());
    String title = VoiceTexts.title(told.title());
    return new Voice(
        id,
        "",
        title.isEmpty() ? PLAIN_TITLE : title,
        VoiceTexts.description(told.description()),
        Visibility.PRIVATE,
        VoiceState.TRAINING,
        VoiceTexts.tags(told.tags()),
        Languages.of(maker.engine()),
        null,
        null,
        null,
        settings.defaultText(),
        now,
        now,
        0,
        List.of(),
        report);
  }

  private static Blob kept(Blob blob, List<Blob> put) {
    put.add(blob);
    return blob;
  }

  private Voice show(Transaction transaction, Prepared prepared, Principal principal) {
    Voice voice = prepared.voice().ownedBy(principal.ownerId());
    Instant now = voice.createdAt();
    voices.insert(transaction, voice);
    blobs.record(transaction, prepared.cover());
    voices.setCover(transaction, voice.id(), prepared.cover());
    voices.putProfile(transaction, voice.id(), prepared.profile(), now);
    sounds.addSpoken(transaction, voice.id(), voice.defaultText(), prepared.sample());
    if (!prepared.recordings().isEmpty()) {
      records.insertImport(transaction, record(voice, prepared, principal));
    }
    List<StoredRecording> recordings =
        prepared.recordings().stream().map(StoredReference::recording).toList();
    recordings.forEach(each -> blobs.record(transaction, each.original()));
    sounds.addRecordings(transaction, voice.id(), recordings, now);
    if (!voices.end(transaction, voice.id(), VoiceState.TRAINED, voice.report(), now)) {
      throw new IllegalStateException("an imported voice was not there to be finished");
    }
    audit.record(
        transaction,
        principal.actor(),
        "voice.import",
        Subject.voice(voice.id()),
        Map.of("recordings", prepared.recordings().size()));
    return voices.find(transaction, voice.id()).orElseThrow();
  }

  private static CloneRecord record(Voice voice, Prepared prepared, Principal principal) {
    return new CloneRecord(
        voice.id(),
        principal.ownerId(),
        principal.tokenId(),
        null,
        prepared.consent(),
        voice.createdAt(),
        prepared.recordings().stream()
            .map(each -> new CloneRecord.Source(each.sourceUrl(), null))
            .toList());
  }

  private void discard(List<Blob> put) {
    if (put.isEmpty()) {
      return;
    }
    try {
      database.writing(
          transaction -> {
            put.forEach(blob -> blobs.record(transaction, blob));
            blobs.erase(transaction, put.stream().map(Blob::id).toList());
          });
    } catch (RuntimeException e) {
      LOG.warn("Files of a voice that was not imported will be swept later", e);
    }
  }

  private static MynahException wrong(String complaint) {
    return MynahException.invalid(FIELD, "The archive can't be used: " + complaint + ".");
  }
}
