package dev.mynah.server.voice;

import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recordings of voices whose text nobody has told and nobody has listened for. */
final class UnheardRecordingRepository {
  /** Samples of a voice begin with what it speaks itself; its recordings follow in their order. */
  private static final int SAMPLES_BEFORE = 1;

  /**
   * One of them.
   *
   * @param voiceId the voice made from it
   * @param position among the voice's recordings
   * @param blobId the recording as it was decoded
   */
  record Unheard(String voiceId, int position, String blobId) {}

  /** Returns one of a voice that is ready, the newest first. */
  Optional<Unheard> next(Transaction transaction) {
    return transaction
        .handle()
        .createQuery(
            "select recording.voice_id, recording.position, recording.decoded_blob_id"
                + " from voice_recording recording join voice on voice.id = recording.voice_id"
                + " where recording.listened_at is null and recording.transcript is null"
                + " and voice.state = :trained"
                + " order by voice.created_at desc, recording.position limit 1")
        .bind("trained", VoiceState.TRAINED.name())
        .map(
            (row, context) ->
                new Unheard(
                    row.getString("voice_id"),
                    row.getInt("position"),
                    row.getString("decoded_blob_id")))
        .findOne();
  }

  /**
   * Keeps what was heard, unless the owner has told it meanwhile or the voice has gone.
   *
   * @param text empty if there is nothing to be understood
   */
  void heard(Transaction transaction, Unheard recording, String text, Instant now) {
    transaction
        .handle()
        .createUpdate(
            "update voice_recording set listened_at = :now, transcript = :text"
                + " where voice_id = :voice and position = :position and transcript is null")
        .bind("now", now.toEpochMilli())
        .bind("text", text.isEmpty() ? (@Nullable String) null : text)
        .bind("voice", recording.voiceId())
        .bind("position", recording.position())
        .execute();
    transaction
        .handle()
        .createUpdate(
            "update voice_sample set text = :text where voice_id = :voice and position = :position"
                + " and kind = :reference and text = ''")
        .bind("text", text)
        .bind("voice", recording.voiceId())
        .bind("position", SAMPLES_BEFORE + recording.position())
        .bind("reference", VoiceSample.Kind.REFERENCE.name())
        .execute();
  }
}
