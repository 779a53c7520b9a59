package dev.mynah.server.voice;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
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
        .bind("folded", folded(voice.title()))
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
          .bind("tag", folded(tag))
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
        .bind("folded", folded(voice.title()))
        .bind("script", TitleScript.of(voice.title()).name())
        .bind("description", voice.description())
        .bind("tags", Rows.json(voice.tags()))
        .bind("languages", Rows.json(voice.languages()))
        .bind("defaultText", voice.defaultText())
        .bind("updated", Rows.time(voice.updatedAt()))
        .execute();
    transaction.handle().execute("delete from voice_tag where voice_id = ?", voice.id());
    insertTags(transaction, voice);
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

  /** Moves a voice that is being made to its last state; returns whether it was being made. */
  boolean end(
      Transaction transaction,
      String id,
      VoiceState state,
      @Nullable CloneReport report,
      Instant now) {
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

  /** Finds a voice by its id or an alias. */
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
        .map(voice -> withSamples(transaction, voice));
  }

  int deleteFailedBefore(Transaction transaction, Instant limit) {
    return transaction
        .handle()
        .createUpdate("delete from voice where state = 'FAILED' and updated_at < :limit")
        .bind("limit", Rows.time(limit))
        .execute();
  }

  VoicePage list(Transaction transaction, VoiceQuery query, String callerOwnerId) {
    List<String> conditions = new ArrayList<>();
    conditions.add("state = 'TRAINED'");
    conditions.add(
        query.self() ? "owner_id = :caller" : "(visibility = 'PUBLIC' or owner_id = :caller)");
    if (query.ownerId() != null && !query.self()) {
      conditions.add("owner_id = :owner");
    }
    if (query.title() != null) {
      conditions.add("title_folded like :title escape '!'");
    }
    if (query.language() != null) {
      conditions.add("languages like :language escape '!'");
    }
    if (query.titleLanguage() != null) {
      conditions.add("title_script in (" + scripts(query.titleLanguage()) + ")");
    }
    for (int i = 0; i < query.tags().size(); i++) {
      conditions.add(
          "exists (select 1 from voice_tag where voice_id = voice.id and tag = :tag" + i + ")");
    }
    String where = " from voice where " + String.join(" and ", conditions);
    long total =
        bound(transaction, "select count(*)" + where, query, callerOwnerId).mapTo(Long.class).one();
    long skipped = (long) (query.pageNumber() - 1) * query.pageSize();
    List<Voice> items =
        bound(
                transaction,
                "select *"
                    + where
                    + " order by "
                    + order(query.order())
                    + " limit :most offset :skipped",
                query,
                callerOwnerId)
            .bind("most", query.pageSize())
            .bind("skipped", skipped)
            .map((row, context) -> read(row))
            .list();
    List<Voice> whole = items.stream().map(voice -> withSamples(transaction, voice)).toList();
    return new VoicePage(total, whole, skipped + whole.size() < total);
  }

  private static Query bound(
      Transaction transaction, String sql, VoiceQuery query, String callerOwnerId) {
    Query bound = transaction.handle().createQuery(sql).bind("caller", callerOwnerId);
    if (query.ownerId() != null && !query.self()) {
      bound.bind("owner", query.ownerId());
    }
    if (query.title() != null) {
      bound.bind("title", "%" + escaped(folded(query.title())) + "%");
    }
    if (query.language() != null) {
      String language = Locale.forLanguageTag(query.language()).getLanguage();
      bound.bind("language", "%\"" + escaped(language) + "\"%");
    }
    for (int i = 0; i < query.tags().size(); i++) {
      bound.bind("tag" + i, folded(query.tags().get(i)));
    }
    return bound;
  }

  /** Names of our own, as a list in SQL; one that no title has if the language is unknown. */
  private static String scripts(String language) {
    return Stream.concat(
            Stream.of("'-'"),
            TitleScript.ofLanguage(language).stream().map(script -> "'" + script.name() + "'"))
        .collect(Collectors.joining(", "));
  }

  private static String order(VoiceQuery.Order order) {
    return switch (order) {
      case SCORE, TASK_COUNT -> "task_count desc, created_at desc, id";
      case CREATED_AT -> "created_at desc, id";
    };
  }

  /** Case and accents don't matter when a title is looked for. */
  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private Voice withSamples(Transaction transaction, Voice voice) {
    return new Voice(
        voice.id(),
        voice.ownerId(),
        voice.title(),
        voice.description(),
        voice.visibility(),
        voice.state(),
        voice.tags(),
        voice.languages(),
        voice.coverBlobId(),
        voice.coverMediaType(),
        voice.sourceUrl(),
        voice.defaultText(),
        voice.createdAt(),
        voice.updatedAt(),
        voice.taskCount(),
        samples(transaction, voice.id()),
        voice.report());
  }

  private static Voice read(ResultSet row) throws SQLException {
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
