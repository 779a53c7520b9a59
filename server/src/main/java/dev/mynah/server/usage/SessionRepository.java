package dev.mynah.server.usage;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import java.util.List;
import java.util.Set;

/** The table {@code speech_session}. */
final class SessionRepository {

  /** Writes an account down, or what it has become. */
  void save(Transaction transaction, SessionAccount account, String nodeId) {
    int changed =
        transaction
            .handle()
            .createUpdate(
                "update speech_session set units = :units, amount = :amount, reserved = :reserved"
                    + " where id = :id")
            .bind("units", account.paid().units())
            .bind("amount", account.paid().credits())
            .bind("reserved", account.reserved())
            .bind("id", account.id())
            .execute();
    if (changed == 0) {
      insert(transaction, account, nodeId);
    }
  }

  private static void insert(Transaction transaction, SessionAccount account, String nodeId) {
    transaction
        .handle()
        .createUpdate(
            "insert into speech_session (id, node_id, trace_id, token_id, owner_id, type, units,"
                + " amount, reserved, started_at) values (:id, :node, :trace, :token, :owner,"
                + " :type, :units, :amount, :reserved, :started)")
        .bind("id", account.id())
        .bind("node", nodeId)
        .bind("trace", account.traceId())
        .bind("token", account.principal().tokenId())
        .bind("owner", account.principal().ownerId())
        .bind("type", account.type().name())
        .bind("units", account.paid().units())
        .bind("amount", account.paid().credits())
        .bind("reserved", account.reserved())
        .bind("started", Rows.time(account.startedAt()))
        .execute();
  }

  void delete(Transaction transaction, String id) {
    transaction
        .handle()
        .createUpdate("delete from speech_session where id = :id")
        .bind("id", id)
        .execute();
  }

  /** Returns the sessions of the process that has, or had, a place. */
  List<SessionAccount> ofNode(Transaction transaction, String nodeId) {
    return transaction
        .handle()
        .createQuery("select * from speech_session where node_id = :node")
        .bind("node", nodeId)
        .map(
            (row, context) ->
                new SessionAccount(
                    row.getString("id"),
                    row.getString("trace_id"),
                    TaskType.valueOf(row.getString("type")),
                    new Principal(row.getString("owner_id"), row.getString("token_id"), Set.of()),
                    new Price(row.getLong("units"), row.getLong("amount")),
                    row.getLong("reserved"),
                    Rows.time(row, "started_at")))
        .list();
  }
}
