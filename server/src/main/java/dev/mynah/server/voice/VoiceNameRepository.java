package dev.mynah.server.voice;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code voice_name}: what owners call their voices. */
final class VoiceNameRepository {

  /** Gives a voice a name; returns whether its owner had no other of that name. */
  boolean insert(
      Transaction transaction, String ownerId, String name, String voiceId, Instant now) {
    return transaction
            .handle()
            .createUpdate(
                "insert into voice_name (owner_id, name, voice_id, created_at)"
                    + " values (:owner, :name, :voice, :created)"
                    + " on conflict (owner_id, name) do nothing")
            .bind("owner", ownerId)
            .bind("name", name)
            .bind("voice", voiceId)
            .bind("created", Rows.time(now))
            .execute()
        == 1;
  }

  /** Returns the id of an owner's voice of this name. */
  Optional<String> voiceId(Transaction transaction, String ownerId, String name) {
    return transaction
        .handle()
        .createQuery("select voice_id from voice_name where owner_id = :owner and name = :name")
        .bind("owner", ownerId)
        .bind("name", name)
        .mapTo(String.class)
        .findOne();
  }

  /** Takes its name from a voice, if it has one. */
  void delete(Transaction transaction, String voiceId) {
    transaction.handle().execute("delete from voice_name where voice_id = ?", voiceId);
  }

  /** Returns what an owner calls the voices that are made; the id of one without a name. */
  List<String> ofMadeVoices(Transaction transaction, String ownerId) {
    return transaction
        .handle()
        .createQuery(
            "select coalesce(voice_name.name, voice.id) from voice"
                + " left join voice_name on voice_name.voice_id = voice.id"
                + " and voice_name.owner_id = voice.owner_id"
                + " where voice.owner_id = :owner and voice.state = 'TRAINED'"
                + " order by 1")
        .bind("owner", ownerId)
        .mapTo(String.class)
        .list();
  }
}
