package dev.mynah.server.voice;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.voice.VoiceDossier.EngineVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What pages about voices show, from the tables whose names begin with {@code voice}. */
final class VoiceDossierRepository {
  private static final String VISIBLE =
      " voice.state = 'TRAINED' and (voice.visibility = 'PUBLIC' or voice.owner_id = :caller)";

  List<EngineVersion> engines(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery(
            "select engine, engine_version from voice_profile where voice_id = :voice"
                + " order by created_at desc, engine, engine_version")
        .bind("voice", voiceId)
        .map(
            (row, context) ->
                new EngineVersion(row.getString("engine"), row.getString("engine_version")))
        .list();
  }

  List<String> names(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery("select name from voice_name where voice_id = :voice order by name")
        .bind("voice", voiceId)
        .mapTo(String.class)
        .list();
  }

  /** Returns {@code url}, {@code upload} or {@code import}; empty if it wasn't cloned. */
  Optional<String> sourceKind(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery("select source_kind from clone_record where voice_id = :voice")
        .bind("voice", voiceId)
        .mapTo(String.class)
        .findOne();
  }

  /** A voice and the task that makes it. */
  record Unmade(Voice voice, @Nullable String taskId) {}

  /** Returns an owner's voices that can't speak, the newest first. */
  List<Unmade> unmade(Transaction transaction, String ownerId, int most) {
    return transaction
        .handle()
        .createQuery(
            "select voice.*, clone_record.task_id from voice"
                + " left join clone_record on clone_record.voice_id = voice.id"
                + " where voice.owner_id = :owner and voice.state <> 'TRAINED'"
                + " order by voice.created_at desc, voice.id limit :most")
        .bind("owner", ownerId)
        .bind("most", most)
        .map((row, context) -> new Unmade(VoiceRepository.read(row), row.getString("task_id")))
        .list();
  }

  List<VoiceWords.Tag> tags(Transaction transaction, String caller, int most) {
    return transaction
        .handle()
        .createQuery(
            "select voice_tag.tag, count(*) as voices from voice_tag"
                + " join voice on voice.id = voice_tag.voice_id where"
                + VISIBLE
                + " group by voice_tag.tag order by voices desc, voice_tag.tag limit :most")
        .bind("caller", caller)
        .bind("most", most)
        .map((row, context) -> new VoiceWords.Tag(row.getString("tag"), row.getLong("voices")))
        .list();
  }

  List<String> languages(Transaction transaction, String caller) {
    return transaction
        .handle()
        .createQuery("select distinct voice.languages from voice where" + VISIBLE)
        .bind("caller", caller)
        .mapTo(String.class)
        .list()
        .stream()
        .flatMap(list -> Rows.strings(list).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns a voice's profiles by their engine's version. */
  Map<EngineVersion, String> profiles(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery(
            "select engine, engine_version, profile from voice_profile where voice_id = :voice"
                + " order by engine, engine_version")
        .bind("voice", voiceId)
        .reduceRows(
            new LinkedHashMap<EngineVersion, String>(),
            (profiles, row) -> {
              profiles.put(
                  new EngineVersion(
                      row.getColumn("engine", String.class),
                      row.getColumn("engine_version", String.class)),
                  row.getColumn("profile", String.class));
              return profiles;
            });
  }
}
