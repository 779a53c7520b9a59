package dev.mynah.server.voice;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.List;

/** The table {@code voice_candidate}: voices that go by themselves. */
final class CandidateRepository {

  void insert(Transaction transaction, String voiceId, Instant expires) {
    transaction
        .handle()
        .execute(
            "insert into voice_candidate (voice_id, expires_at) values (?, ?)",
            voiceId,
            Rows.time(expires));
  }

  /** Lets a voice stay for good, if it was one that goes. */
  void keep(Transaction transaction, String voiceId) {
    transaction.handle().execute("delete from voice_candidate where voice_id = ?", voiceId);
  }

  List<String> expired(Transaction transaction, Instant now, int most) {
    return transaction
        .handle()
        .createQuery(
            "select voice_id from voice_candidate where expires_at < :now"
                + " order by expires_at limit :most")
        .bind("now", Rows.time(now))
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }
}
