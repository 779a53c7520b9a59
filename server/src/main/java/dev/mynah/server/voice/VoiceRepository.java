package dev.mynah.server.voice;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables whose names begin with {@code voice}. */
final class VoiceRepository {

  void insert(Transaction transaction, Voice voice) {
    transaction
        .handle()
        .createUpdate(
            "insert into voice (id, owner_id, title, title_folded, title_script, description, visibility, state,"
                + " tags, languages, source_url, default_text, task_count, created_at, updated_at)"
                + " values (:id, :owner, :title, :folded, :script, :description, :visibility, :state,"
                + " :tags, :languages, :source, :defaultText, 0, :created, :updated)"
                + " on conflict (id) do nothing") // a preset put in by another node meanwhile
        .bind("id", voice.id())
        .bind("owner", voice.ownerId())
        .bind("title", voice.title())
        .bind("folded", FoldedText.title(voice.title()))
        .bind("script", TitleScript.of(voice.title()).name())
        .bind("description", voice.description())
        .bind("visibility", voice.visibility().name())
        .bind("state", voice.state().name())
        .bind("tags", Rows.json(voice.tags()))
        .bind("languages", Rows.json(voice.languages()))
        .bind("source", voice.sourceUrl())
        .bind("defaultText", voice.defaultText())
        .bind("created", Rows.time(voice.createdAt()))
        .bind("updated", Rows.time(voice.updatedAt()))
        .execute();
    insertTags(transaction, voice);
  }

  private static void insertTags(Transaction transaction, Voice voice) {
    for (String tag : voice.tags()) {
      transaction
          .handle()
          .createUpdate(
              "insert into voice_tag (voice_id, tag) values (:voice, :tag)"
                  + " on conflict (voice_id, tag) do nothing")
          .bind("voice", voice.id())
          .bind("tag", FoldedText.letters(tag))
          .execute();
    }
  }

  /** Brings a preset's texts up to date. */
  void updateTexts(Transaction transaction, Voice voice) {
    transaction
        .handle()
        .createUpdate(
            "update voice set title = :title, title_folded = :folded, title_script = :script, description = :description,"
                + " tags = :tags, languages = :languages, default_text = :defaultText,"
                + " updated_at = :updated where id = :id")
        .bind("id", voice.id())
        .bind("title", voice.title())
        .bind("folded", FoldedText.title(voice.title()))
        .bind("script", TitleScript.of(voice.title()).name())
        .bind("description", voice.description())
        .bind("tags", Rows.json(voice.tags()))
        .bind("languages", Rows.json(voice.languages()))
        .bind("defaultText", voice.defaultText())
        .bind("updated", Rows.time(voice.updatedAt()))
        .execute();
    replaceTags(transaction, voice);
  }

  void setCover(Transaction transaction, String id, Blob cover) {
    transaction
        .handle()
        .createUpdate(
            "update voice set cover_blob_id = :blob, cover_media_type = :type where id = :id")
        .bind("id", id)
        .bind("blob", cover.id())
        .bind("type", cover.mediaType())
        .execute();
  }

  void setLanguages(Transaction transaction, String id, List<String> languages) {
    transaction
        .handle()
        .createUpdate("update voice set languages = :languages where id = :id")
        .bind("id", id)
        .bind("languages", Rows.json(languages))
        .execute();
  }

  /**
   * Moves a voice that is being made to its last state; returns whether it was being made. One that
   * failed leaves its name for another.
   */
  boolean end(
      Transaction transaction,
      String id,
      VoiceState state,
      @Nullable CloneReport report,
      Instant now) {
    if (state == VoiceState.FAILED) {
      transaction
          .handle()
          .execute(
              "delete from voice_name where voice_id ="
                  + " (select id from voice where id = ? and state = 'TRAINING')",
              id);
    }
    return transaction
            .handle()
            .createUpdate(
                "update voice set state = :state, report = :report, updated_at = :now"
                    + " where id = :id and state = 'TRAINING'")
            .bind("id", id)
            .bind("state", state.name())
            .bind("report", report == null ? null : Rows.json(report))
            .bind("now", Rows.time(now))
            .execute()
        == 1;
  }

  void addSample(Transaction transaction, String voiceId, int position, VoiceSample sample) {
    transaction
        .handle()
        .createUpdate(
            "insert into voice_sample (voice_id, position, kind, title, text, task_id, blob_id,"
                + " media_type) values (:voice, :position, :kind, :title, :text, :task, :blob,"
                + " :type)")
        .bind("voice", voiceId)
        .bind("position", position)
        .bind("kind", sample.kind().name())
        .bind("title", sample.title())
        .bind("text", sample.text())
        .bind("task", sample.taskId())
        .bind("blob", sample.blobId())
        .bind("type", sample.mediaType())
        .execute();
  }

  List<VoiceSample> samples(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery("select * from voice_sample where voice_id = :voice order by position")
        .bind("voice", voiceId)
        .map((row, context) -> readSample(row))
        .list();
  }

  void deleteSamples(Transaction transaction, String voiceId) {
    transaction.handle().execute("delete from voice_sample where voice_id = ?", voiceId);
  }

  void addRecording(
      Transaction transaction,
      String voiceId,
      int position,
      String originalBlobId,
      String decodedBlobId,
      int originalSampleRate,
      @Nullable String transcript) {
    transaction
        .handle()
        .createUpdate(
            "insert into voice_recording (voice_id, position, original_blob_id, decoded_blob_id,"
                + " original_sample_rate, transcript) values (:voice, :position, :original,"
                + " :decoded, :rate, :transcript)")
        .bind("voice", voiceId)
        .bind("position", position)
        .bind("original", originalBlobId)
        .bind("decoded", decodedBlobId)
        .bind("rate", originalSampleRate)
        .bind("transcript", transcript)
        .execute();
  }

  /** Returns the kept recordings of a voice in their order; none of a preset. */
  List<StoredRecording> recordings(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery("select * from voice_recording where voice_id = :voice order by position")
        .bind("voice", voiceId)
        .map(
            (row, context) ->
                new StoredRecording(
                    row.getString("original_blob_id"),
                    row.getString("decoded_blob_id"),
                    row.getString("transcript")))
        .list();
  }

  /**
   * A recording that is kept.
   *
   * @param originalBlobId the file as it came
   * @param decodedBlobId the file as it was decoded
   * @param transcript what it says, or null
   */
  record StoredRecording(
      String originalBlobId, String decodedBlobId, @Nullable String transcript) {}

  void putProfile(Transaction transaction, String voiceId, VoiceProfile profile, Instant now) {
    transaction
        .handle()
        .createUpdate(
            "insert into voice_profile (voice_id, engine, engine_version, profile, created_at)"
                + " values (:voice, :engine, :version, :profile, :created)"
                + " on conflict (voice_id, engine, engine_version)"
                + " do update set profile = excluded.profile")
        .bind("voice", voiceId)
        .bind("engine", profile.engine())
        .bind("version", profile.engineVersion())
        .bind("profile", Base64.getEncoder().encodeToString(profile.bytes()))
        .bind("created", Rows.time(now))
        .execute();
  }

  Optional<VoiceProfile> profile(
      Transaction transaction, String voiceId, String engine, String version) {
    return transaction
        .handle()
        .createQuery(
            "select profile from voice_profile"
                + " where voice_id = :voice and engine = :engine and engine_version = :version")
        .bind("voice", voiceId)
        .bind("engine", engine)
        .bind("version", version)
        .mapTo(String.class)
        .findOne()
        .map(text -> new VoiceProfile(engine, version, Base64.getDecoder().decode(text)));
  }

  void putAlias(Transaction transaction, String alias, String voiceId) {
    transaction
        .handle()
        .createUpdate(
            "insert into voice_alias (alias, voice_id) values (:alias, :voice)"
                + " on conflict (alias) do update set voice_id = excluded.voice_id")
        .bind("alias", alias)
        .bind("voice", voiceId)
        .execute();
  }

  void countUse(Transaction transaction, String voiceId) {
    transaction
        .handle()
        .execute("update voice set task_count = task_count + 1 where id = ?", voiceId);
  }

  /**
   * Finds a voice the caller may see, by its id, the caller's own name for it or an alias: one's
   * own from the moment it was asked for, others' when it is made, unless it is private. The
   * database decides, so that a voice which must not be seen takes no longer to be refused than one
   * that isn't there.
   */
  Optional<Voice> visible(Transaction transaction, String idOrAlias, String callerOwnerId) {
    return transaction
        .handle()
        .createQuery(
            "select * from voice"
                + " where (id = :id"
                + " or id = (select voice_id from voice_name"
                + "  where owner_id = :caller and name = :id)"
                + " or id = (select voice_id from voice_alias where alias = :id))"
                + " and (owner_id = :caller or (state = 'TRAINED' and visibility <> 'PRIVATE'))"
                + " order by case when id = :id then 0 when owner_id = :caller then 1 else 2 end"
                + " limit 1")
        .bind("id", idOrAlias)
        .bind("caller", callerOwnerId)
        .map((row, context) -> read(row))
        .findOne()
        .map(voice -> voice.withSamples(samples(transaction, voice.id())));
  }

  boolean exists(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select 1 from voice where id = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Returns the files that belong to a voice, each once. */
  List<String> files(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery(
            "select blob_id from voice_sample where voice_id = :id"
                + " union select original_blob_id from voice_recording where voice_id = :id"
                + " union select decoded_blob_id from voice_recording where voice_id = :id"
                + " union select cover_blob_id from voice"
                + " where id = :id and cover_blob_id is not null")
        .bind("id", id)
        .mapTo(String.class)
        .list();
  }

  /**
   * Deletes a voice and all rows that belong to it, not its files; returns whether it was there.
   */
  boolean delete(Transaction transaction, String id) {
    return transaction.handle().execute("delete from voice where id = ?", id) == 1;
  }

  /**
   * Writes what its owner may change of a voice, the picture apart; returns whether it is there.
   */
  boolean update(Transaction transaction, Voice voice) {
    int updated =
        transaction
            .handle()
            .createUpdate(
                "update voice set title = :title, title_folded = :folded,"
                    + " title_script = :script, description = :description,"
                    + " visibility = :visibility, tags = :tags, updated_at = :updated"
                    + " where id = :id")
            .bind("id", voice.id())
            .bind("title", voice.title())
            .bind("folded", FoldedText.title(voice.title()))
            .bind("script", TitleScript.of(voice.title()).name())
            .bind("description", voice.description())
            .bind("visibility", voice.visibility().name())
            .bind("tags", Rows.json(voice.tags()))
            .bind("updated", Rows.time(voice.updatedAt()))
            .execute();
    if (updated == 1) {
      replaceTags(transaction, voice);
    }
    return updated == 1;
  }

  private static void replaceTags(Transaction transaction, Voice voice) {
    transaction.handle().execute("delete from voice_tag where voice_id = ?", voice.id());
    insertTags(transaction, voice);
  }

  /** Keeps other transactions from changing a voice until this one is over. */
  void lock(Transaction transaction, String id) {
    transaction.handle().execute("update voice set updated_at = updated_at where id = ?", id);
  }

  /** Finds a voice by its id or an alias, whoever may see it. */
  Optional<Voice> find(Transaction transaction, String idOrAlias) {
    return transaction
        .handle()
        .createQuery(
            "select * from voice where id = :id"
                + " or id = (select voice_id from voice_alias where alias = :id)"
                + " order by case when id = :id then 0 else 1 end limit 1")
        .bind("id", idOrAlias)
        .map((row, context) -> read(row))
        .findOne()
        .map(voice -> voice.withSamples(samples(transaction, voice.id())));
  }

  int deleteFailedBefore(Transaction transaction, Instant limit) {
    return transaction
        .handle()
        .createUpdate("delete from voice where state = 'FAILED' and updated_at < :limit")
        .bind("limit", Rows.time(limit))
        .execute();
  }

  /** Returns voices with their samples, in the same order. */
  List<Voice> withSamples(Transaction transaction, List<Voice> bare) {
    if (bare.isEmpty()) {
      return bare;
    }
    Map<String, List<VoiceSample>> samples = new HashMap<>();
    transaction
        .handle()
        .createQuery("select * from voice_sample where voice_id in (<ids>) order by position")
        .bindList("ids", bare.stream().map(Voice::id).toList())
        .map((row, context) -> Map.entry(row.getString("voice_id"), readSample(row)))
        .forEach(
            entry ->
                samples
                    .computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                    .add(entry.getValue()));
    return bare.stream()
        .map(voice -> voice.withSamples(samples.getOrDefault(voice.id(), List.of())))
        .toList();
  }

  static Voice read(ResultSet row) throws SQLException {
    String report = row.getString("report");
    return new Voice(
        row.getString("id"),
        row.getString("owner_id"),
        row.getString("title"),
        row.getString("description"),
        Visibility.valueOf(row.getString("visibility")),
        VoiceState.valueOf(row.getString("state")),
        Rows.strings(row.getString("tags")),
        Rows.strings(row.getString("languages")),
        row.getString("cover_blob_id"),
        row.getString("cover_media_type"),
        row.getString("source_url"),
        row.getString("default_text"),
        Rows.time(row, "created_at"),
        Rows.time(row, "updated_at"),
        row.getLong("task_count"),
        List.of(),
        report == null ? null : Rows.record(report, CloneReport.class));
  }

  private static VoiceSample readSample(ResultSet row) throws SQLException {
    return new VoiceSample(
        VoiceSample.Kind.valueOf(row.getString("kind")),
        row.getString("title"),
        row.getString("text"),
        row.getString("task_id"),
        row.getString("blob_id"),
        row.getString("media_type"));
  }
}
