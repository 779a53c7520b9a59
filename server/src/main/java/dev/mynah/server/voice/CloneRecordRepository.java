package dev.mynah.server.voice;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code clone_record}, {@code clone_source} and {@code clone_content}. */
final class CloneRecordRepository {
  /** What kind of source an archive is. */
  static final String IMPORT = "import";

  /** Writes down what is asked for; the content of recordings follows when it is known. */
  void insert(Transaction transaction, CloneRecord clone) {
    insert(transaction, clone, kind(firstUrl(clone)));
  }

  /** Writes down that a voice came in an archive, which names its recordings. */
  void insertImport(Transaction transaction, CloneRecord clone) {
    insert(transaction, clone, IMPORT);
  }

  private static @Nullable String firstUrl(CloneRecord clone) {
    return clone.sources().isEmpty() ? null : clone.sources().getFirst().url();
  }

  private static void insert(Transaction transaction, CloneRecord clone, String sourceKind) {
    String firstUrl = firstUrl(clone);
    transaction
        .handle()
        .createUpdate(
            "insert into clone_record (voice_id, owner_id, token_id, task_id, consent, source_kind,"
                + " source_url, accepted_at) values (:voice, :owner, :token, :task, :consent,"
                + " :kind, :url, :accepted)")
        .bind("voice", clone.voiceId())
        .bind("owner", clone.ownerId())
        .bind("token", clone.tokenId())
        .bind("task", clone.taskId())
        .bind("consent", clone.consent())
        .bind("kind", sourceKind)
        .bind("url", firstUrl)
        .bind("accepted", Rows.time(clone.acceptedAt()))
        .execute();
    for (int i = 0; i < clone.sources().size(); i++) {
      String url = clone.sources().get(i).url();
      transaction
          .handle()
          .createUpdate(
              "insert into clone_source (voice_id, position, kind, source_url)"
                  + " values (:voice, :position, :kind, :url)")
          .bind("voice", clone.voiceId())
          .bind("position", i)
          .bind("kind", kind(url))
          .bind("url", url)
          .execute();
    }
  }

  private static String kind(@Nullable String url) {
    return url == null ? "upload" : "url";
  }

  /** Writes down what a recording turned out to be. */
  void insertContent(
      Transaction transaction,
      String voiceId,
      int position,
      CloneRecord.Content content,
      Instant now) {
    transaction
        .handle()
        .createUpdate(
            "insert into clone_content (voice_id, position, sha256, size, seen_at)"
                + " values (:voice, :position, :sha256, :size, :seen)")
        .bind("voice", voiceId)
        .bind("position", position)
        .bind("sha256", content.sha256())
        .bind("size", content.size())
        .bind("seen", Rows.time(now))
        .execute();
  }

  Optional<CloneRecord> find(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery("select * from clone_record where voice_id = :voice")
        .bind("voice", voiceId)
        .map((row, context) -> read(row, List.of()))
        .findOne()
        .map(clone -> withSources(transaction, clone));
  }

  /** Returns the tasks that were to make a voice. */
  List<String> taskIds(Transaction transaction, String voiceId) {
    return transaction
        .handle()
        .createQuery(
            "select task_id from clone_record where voice_id = :voice and task_id is not null")
        .bind("voice", voiceId)
        .mapTo(String.class)
        .list();
  }

  /** Returns the voice a task of an owner was to make. */
  Optional<String> voiceId(Transaction transaction, String taskId, String ownerId) {
    return transaction
        .handle()
        .createQuery(
            "select voice_id from clone_record where owner_id = :owner and task_id = :task")
        .bind("owner", ownerId)
        .bind("task", taskId)
        .mapTo(String.class)
        .findOne();
  }

  /** Returns records, the oldest first. */
  List<CloneRecord> list(Transaction transaction, int limit, int offset) {
    return transaction
        .handle()
        .createQuery(
            "select * from clone_record order by accepted_at, voice_id"
                + " limit :limit offset :offset")
        .bind("limit", limit)
        .bind("offset", offset)
        .map((row, context) -> read(row, List.of()))
        .list()
        .stream()
        .map(clone -> withSources(transaction, clone))
        .toList();
  }

  private static CloneRecord withSources(Transaction transaction, CloneRecord clone) {
    List<CloneRecord.Source> sources =
        transaction
            .handle()
            .createQuery(
                "select clone_source.source_url, clone_content.sha256, clone_content.size"
                    + " from clone_source left join clone_content"
                    + " on clone_content.voice_id = clone_source.voice_id"
                    + " and clone_content.position = clone_source.position"
                    + " where clone_source.voice_id = :voice order by clone_source.position")
            .bind("voice", clone.voiceId())
            .map((row, context) -> readSource(row))
            .list();
    return new CloneRecord(
        clone.voiceId(),
        clone.ownerId(),
        clone.tokenId(),
        clone.taskId(),
        clone.consent(),
        clone.acceptedAt(),
        sources);
  }

  private static CloneRecord read(ResultSet row, List<CloneRecord.Source> sources)
      throws SQLException {
    return new CloneRecord(
        row.getString("voice_id"),
        row.getString("owner_id"),
        row.getString("token_id"),
        row.getString("task_id"),
        row.getString("consent"),
        Rows.time(row, "accepted_at"),
        sources);
  }

  private static CloneRecord.Source readSource(ResultSet row) throws SQLException {
    String sha256 = row.getString("sha256");
    return new CloneRecord.Source(
        row.getString("source_url"),
        sha256 == null ? null : new CloneRecord.Content(sha256, row.getLong("size")));
  }
}
