package dev.mynah.server.voice;

import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The voices there are, and who may see and use them. */
public final class VoiceCatalogue {
  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final BlobStore blobs;
  private final ProfileShelf profiles;
  private final Clock clock;

  public VoiceCatalogue(
      Database database, BlobStore blobs, VoiceMaker maker, WorkFolder workFolder, Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.profiles = new ProfileShelf(database, voices, blobs, maker, workFolder, clock);
    this.clock = clock;
  }

  /**
   * Returns a voice the caller may see, found by its id or an alias. One's own voice is there from
   * the moment it was asked for; others' when it is made, unless it is private.
   *
   * @throws MynahException with NOT_FOUND, the same for a voice that isn't there and one that isn't
   *     the caller's
   */
  public Voice visible(String id, Principal principal) {
    return database
        .read(transaction -> voices.find(transaction, id))
        .filter(voice -> sees(principal, voice))
        .orElseThrow(
            () ->
                MynahException.of(
                    ErrorCode.NOT_FOUND,
                    "The voice does not exist or is not visible to the current account."));
  }

  /** Returns a voice, whoever may see it; for answers to the one who made it. */
  public Voice existing(String id) {
    return database
        .read(transaction -> voices.find(transaction, id))
        .orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "The voice does not exist."));
  }

  /** Returns what a voice was cloned from and on whose word; also of one that was erased. */
  public Optional<CloneRecord> cloneRecord(String voiceId) {
    return database.read(transaction -> records.find(transaction, voiceId));
  }

  private static boolean sees(Principal principal, Voice voice) {
    if (voice.ownerId().equals(principal.ownerId())) {
      return true;
    }
    return voice.state() == VoiceState.TRAINED && voice.visibility() != Visibility.PRIVATE;
  }

  /** Returns a part of the list of voices that can speak and the caller may see. */
  public VoicePage list(VoiceQuery query, Principal principal) {
    return database.read(transaction -> voices.list(transaction, query, principal.ownerId()));
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
}
