package dev.mynah.server.webhook;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code webhook_lane}. */
final class LaneRepository {

  /** Returns a lane, made if absent, that nobody else changes until the transaction ends. */
  Lane lock(Transaction transaction, String ownerId, String receiver) {
    transaction
        .handle()
        .createUpdate(
            "insert into webhook_lane (owner_id, receiver, failures, closed_until)"
                + " values (:owner, :receiver, 0, 0)"
                + " on conflict (owner_id, receiver) do update set receiver = excluded.receiver")
        .bind("owner", ownerId)
        .bind("receiver", receiver)
        .execute();
    return transaction
        .handle()
        .createQuery("select * from webhook_lane where owner_id = :owner and receiver = :receiver")
        .bind("owner", ownerId)
        .bind("receiver", receiver)
        .map((row, context) -> read(row))
        .one();
  }

  /** Returns the lane a queue entry stands for, held like {@link #lock}; empty if none any more. */
  Optional<Lane> lock(Transaction transaction, String entryId) {
    transaction
        .handle()
        .createUpdate("update webhook_lane set failures = failures where entry_id = :entry")
        .bind("entry", entryId)
        .execute();
    return find(transaction, entryId);
  }

  Optional<Lane> find(Transaction transaction, String entryId) {
    return transaction
        .handle()
        .createQuery("select * from webhook_lane where entry_id = :entry")
        .bind("entry", entryId)
        .map((row, context) -> read(row))
        .findOne();
  }

  void setEntry(
      Transaction transaction, Lane lane, @Nullable String entryId, @Nullable Instant wakesAt) {
    transaction
        .handle()
        .createUpdate(
            "update webhook_lane set entry_id = :entry, wakes_at = :wakes"
                + " where owner_id = :owner and receiver = :receiver")
        .bind("entry", entryId)
        .bind("wakes", Rows.time(wakesAt))
        .bind("owner", lane.ownerId())
        .bind("receiver", lane.receiver())
        .execute();
  }

  void setHealth(Transaction transaction, Lane lane, int failures, Instant closedUntil) {
    transaction
        .handle()
        .createUpdate(
            "update webhook_lane set failures = :failures, closed_until = :until"
                + " where owner_id = :owner and receiver = :receiver")
        .bind("failures", failures)
        .bind("until", Rows.time(closedUntil))
        .bind("owner", lane.ownerId())
        .bind("receiver", lane.receiver())
        .execute();
  }

  /** Forgets lanes nothing waits in. */
  int deleteIdle(Transaction transaction, Instant now) {
    return transaction
        .handle()
        .createUpdate("delete from webhook_lane where entry_id is null and closed_until < :now")
        .bind("now", Rows.time(now))
        .execute();
  }

  private static Lane read(ResultSet row) throws SQLException {
    return new Lane(
        row.getString("owner_id"),
        row.getString("receiver"),
        row.getString("entry_id"),
        Rows.timeOrNull(row, "wakes_at"),
        row.getInt("failures"),
        Rows.time(row, "closed_until"));
  }
}
