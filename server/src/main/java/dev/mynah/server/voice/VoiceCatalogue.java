package dev.mynah.server.voice;

import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The voices there are, and who may see and use them. */
public final class VoiceCatalogue {
  private static final int MOST_AT_ONCE = 100;

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final VoiceSearchRepository search = new VoiceSearchRepository(voices);
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final CandidateRepository candidates = new CandidateRepository();
  private final BlobStore blobs;
  private final Profiles profiles;
  private final VoiceAliases aliases;
  private final AuditLog audit;
  private final Clock clock;

  /** A catalogue in which voices have no ids but their own and those of presets. */
  public VoiceCatalogue(
      Database database,
      BlobStore blobs,
      VoiceMaker maker,
      WorkFolder workFolder,
      AuditLog audit,
      Clock clock) {
    this(database, blobs, maker, workFolder, VoiceAliases.NONE, audit, clock);
  }

  /**
   * A catalogue to speak with.
   *
   * @param aliases further ids of voices
   */
  public VoiceCatalogue(
      Database database,
      BlobStore blobs,
      VoiceMaker maker,
      WorkFolder workFolder,
      VoiceAliases aliases,
      AuditLog audit,
      Clock clock) {
    this(
        database,
        blobs,
        new ProfileShelf(database, new VoiceRepository(), blobs, maker, workFolder, clock),
        aliases,
        audit,
        clock);
  }

  private VoiceCatalogue(
      Database database,
      BlobStore blobs,
      Profiles profiles,
      VoiceAliases aliases,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.profiles = profiles;
    this.aliases = aliases;
    this.audit = audit;
    this.clock = clock;
  }

  /** Returns a catalogue to look at and to change, but not to speak with. */
  public static VoiceCatalogue withoutEngine(
      Database database, BlobStore blobs, VoiceAliases aliases, AuditLog audit, Clock clock) {
    return new VoiceCatalogue(database, blobs, Profiles.NONE, aliases, audit, clock);
  }

  /**
   * Returns a voice the caller may see, found by its id, the caller's name for it or an alias.
   * One's own voice is there from the moment it was asked for; others' when it is made, unless it
   * is private.
   *
   * @throws MynahException with NOT_FOUND, the same for a voice that isn't there and one that isn't
   *     the caller's
   */
  public Voice visible(String id, Principal principal) {
    return database
        .read(transaction -> visible(transaction, id, principal))
        .orElseThrow(VoiceCatalogue::missing);
  }

  private Optional<Voice> visible(Transaction transaction, String id, Principal principal) {
    Optional<Voice> voice = voices.visible(transaction, id, principal.ownerId());
    return !aliases.has(id) || voice.filter(own -> belongs(own, principal)).isPresent()
        ? voice
        : voices.visible(transaction, aliases.resolved(id), principal.ownerId());
  }

  private static boolean belongs(Voice voice, Principal principal) {
    return voice.ownerId().equals(principal.ownerId());
  }

  /** Returns whether the caller sees a voice with this very id. */
  boolean isId(Transaction transaction, String id, Principal principal) {
    return visible(transaction, id, principal).filter(voice -> voice.id().equals(id)).isPresent();
  }

  /** Returns the voice a task was to make, as it stands; for whoever asked for it. */
  public Optional<Voice> ofTask(String taskId, Principal principal) {
    return database.read(
        transaction ->
            records
                .voiceId(transaction, taskId, principal.ownerId())
                .flatMap(id -> voices.visible(transaction, id, principal.ownerId())));
  }

  /** Returns the aliases that stand for no voice there is. */
  public List<String> danglingAliases() {
    return database.read(
        transaction ->
            aliases.voices().entrySet().stream()
                .filter(alias -> voices.find(transaction, alias.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList());
  }

  static MynahException missing() {
    return MynahException.of(
        ErrorCode.NOT_FOUND, "The voice does not exist or is not visible to the current account.");
  }

  /**
   * Returns a voice the caller may change: its owner, or whoever has the scope ADMIN.
   *
   * @throws MynahException with NOT_FOUND if the caller may not even see it, FORBIDDEN if no more
   */
  Voice changeable(Transaction transaction, String id, Principal principal) {
    boolean admin = principal.has(Scope.ADMIN);
    Voice voice =
        visible(transaction, id, principal)
            .or(() -> admin ? voices.find(transaction, id) : Optional.empty())
            .orElseThrow(VoiceCatalogue::missing);
    if (voice.ownerId().equals(Principal.SYSTEM)) {
      throw MynahException.of(
          ErrorCode.FORBIDDEN, "This voice comes with the server and can't be changed.");
    }
    if (!admin && !belongs(voice, principal)) {
      throw MynahException.of(ErrorCode.FORBIDDEN, "This voice belongs to another account.");
    }
    return voice;
  }

  /**
   * Changes a voice and returns it as it is then.
   *
   * @param id its id or an alias
   * @param principal the voice's owner, with the scope MANAGE, or anyone with the scope ADMIN
   * @throws MynahException with SCOPE_MISSING, NOT_FOUND if there is no such voice for the caller,
   *     FORBIDDEN if the caller may only see it, or INVALID_REQUEST naming a wrong field
   */
  public Voice update(String id, VoiceChanges changes, Principal principal) {
    if (!principal.has(Scope.ADMIN)) {
      principal.require(Scope.MANAGE);
    }
    VoiceChanges clean = VoiceTexts.checked(changes);
    byte[] picture = clean.cover();
    Optional<Blob> cover = picture == null ? Optional.empty() : Optional.of(stored(picture));
    return database.write(
        transaction -> {
          Voice voice = changeable(transaction, id, principal);
          Voice changed = voice.changed(clean, Rows.stored(clock.instant()));
          if (!voices.update(transaction, changed)) {
            throw missing(); // erased meanwhile
          }
          candidates.keep(transaction, voice.id());
          cover.ifPresent(blob -> replaceCover(transaction, voice, blob));
          audit.record(
              transaction,
              principal.actor(),
              "voice.update",
              Subject.voice(voice.id()),
              Map.of("fields", clean.fields()));
          return voices.find(transaction, voice.id()).orElseThrow();
        });
  }

  private Blob stored(byte[] picture) {
    return blobs.put(picture, ImageTypes.required("cover_image", picture));
  }

  private void replaceCover(Transaction transaction, Voice voice, Blob cover) {
    if (voice.state() == VoiceState.TRAINING) {
      throw MynahException.invalid(
          "cover_image", "cover_image can be changed when the voice is made; it isn't yet.");
    }
    blobs.record(transaction, cover);
    voices.setCover(transaction, voice.id(), cover);
    if (voice.coverBlobId() != null) {
      blobs.erase(transaction, List.of(voice.coverBlobId()));
    }
  }

  /** Forgets what is held in memory of a voice. */
  void forget(String voiceId) {
    profiles.forget(voiceId);
  }

  /** Returns a voice, whoever may see it; for answers to the one who made it. */
  public Voice existing(String id) {
    return database
        .read(transaction -> voices.find(transaction, id))
        .orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "The voice does not exist."));
  }

  /** Returns what all voices were cloned from, the oldest first; also those that were erased. */
  public List<CloneRecord> cloneRecords(int limit, int offset) {
    return database.read(transaction -> records.list(transaction, limit, offset));
  }

  /** Returns what a voice was cloned from and on whose word; also of one that was erased. */
  public Optional<CloneRecord> cloneRecord(String voiceId) {
    return database.read(transaction -> records.find(transaction, voiceId));
  }

  /** Returns a part of the list of voices that can speak and the caller may see. */
  public VoicePage list(VoiceQuery query, Principal principal) {
    return database.read(transaction -> search.list(transaction, query, principal.ownerId()));
  }

  /**
   * Returns a voice ready to speak.
   *
   * @throws MynahException with NOT_FOUND as {@link #visible} does, and INVALID_REQUEST if it is
   *     the caller's own but not made
   */
  public Speaker speaker(String id, Principal principal) {
    Voice voice = visible(id, principal);
    if (voice.state() != VoiceState.TRAINED) {
      throw MynahException.invalid(
          "reference_id",
          voice.state() == VoiceState.FAILED
              ? "reference_id names a voice whose making failed; make it again."
              : "reference_id names a voice that is still being made; ask for its task first.");
    }
    return new Speaker(voice.id(), profiles.profile(voice.id()));
  }

  /** Counts that a voice has spoken, together with the rest of the transaction. */
  public void countUse(Transaction transaction, String voiceId) {
    voices.countUse(transaction, voiceId);
  }

  /**
   * Puts in the voices that come with the server, or brings them up to date. Without their samples,
   * which {@link PresetSamples} speaks later: a server should be ready before that.
   *
   * @param defaultText what their samples will say
   */
  public void installPresets(List<PresetVoice> presets, String defaultText) {
    database.writing(
        transaction -> presets.forEach(preset -> installPreset(transaction, preset, defaultText)));
    presets.forEach(preset -> profiles.forget(preset.id()));
  }

  private void installPreset(Transaction transaction, PresetVoice preset, String defaultText) {
    Voice voice =
        new Voice(
            preset.id(),
            Principal.SYSTEM,
            preset.title(),
            preset.description(),
            Visibility.PUBLIC,
            VoiceState.TRAINED,
            preset.tags(),
            preset.languages(),
            null,
            null,
            null,
            defaultText,
            clock.instant(),
            clock.instant(),
            0,
            List.of(),
            null);
    VoiceProfile profile = preset.profile();
    boolean same =
        voices
            .profile(transaction, preset.id(), profile.engine(), profile.engineVersion())
            .isPresent();
    if (voices.find(transaction, preset.id()).isEmpty()) {
      voices.insert(transaction, voice);
    } else if (!same) {
      voices.updateTexts(transaction, voice);
      List<VoiceSample> outdated = voices.samples(transaction, voice.id());
      voices.deleteSamples(transaction, voice.id()); // they will be spoken anew
      outdated.forEach(sample -> blobs.delete(transaction, sample.blobId()));
    }
    voices.putProfile(transaction, voice.id(), profile, clock.instant());
    preset.aliases().forEach(alias -> voices.putAlias(transaction, alias, voice.id()));
  }

  /** Forgets voices whose making failed longer ago than this; returns how many. */
  public int deleteFailed(Duration olderThan) {
    return database.write(
        transaction -> voices.deleteFailedBefore(transaction, clock.instant().minus(olderThan)));
  }

  /** Forgets candidates whose time is over, with what they said; returns how many. */
  public int deleteExpired() {
    return database.write(
        transaction -> {
          List<String> over = candidates.expired(transaction, clock.instant(), MOST_AT_ONCE);
          for (String id : over) {
            List<String> files = voices.files(transaction, id);
            if (voices.delete(transaction, id)) {
              blobs.erase(transaction, files);
            }
            transaction.afterCommit(() -> profiles.forget(id));
          }
          return over.size();
        });
  }
}
