package dev.mynah.server.task;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.statement.Query;

/** The table {@code task} as its owners look at it: without what they took out of sight. */
final class TaskHistoryRepository {
  private static final String SEEN = " from task where owner_id = :owner and hidden_at is null";

  /** Finds an owner's tasks by their ids or those of their requests, the newest first. */
  List<Task> find(
      Transaction transaction,
      String ownerId,
      Collection<String> ids,
      Collection<String> traceIds) {
    List<String> either = new ArrayList<>();
    if (!ids.isEmpty()) {
      either.add("id in (<ids>)");
    }
    if (!traceIds.isEmpty()) {
      either.add("trace_id in (<traces>)");
    }
    if (either.isEmpty()) {
      return List.of();
    }
    Query query =
        transaction
            .handle()
            .createQuery(
                "select *"
                    + SEEN
                    + " and ("
                    + String.join(" or ", either)
                    + ") order by created_at desc, id")
            .bind("owner", ownerId);
    if (!ids.isEmpty()) {
      query.bindList("ids", List.copyOf(ids));
    }
    if (!traceIds.isEmpty()) {
      query.bindList("traces", List.copyOf(traceIds));
    }
    return query.map((row, context) -> TaskRepository.read(row)).list();
  }

  TaskPage page(Transaction transaction, String ownerId, TaskQuery query) {
    String where =
        SEEN
            + (query.type() == null ? "" : " and type = :type")
            + (query.state() == null ? "" : " and state = :state")
            + (query.from() == null ? "" : " and created_at >= :from")
            + (query.to() == null ? "" : " and created_at <= :to");
    long total =
        bound(transaction, "select count(*)" + where, ownerId, query).mapTo(Long.class).one();
    List<Task> items =
        bound(
                transaction,
                "select *" + where + " order by created_at desc, id limit :most offset :skipped",
                ownerId,
                query)
            .bind("most", query.limit())
            .bind("skipped", query.offset())
            .map((row, context) -> TaskRepository.read(row))
            .list();
    return new TaskPage(items, total);
  }

  private static Query bound(Transaction transaction, String sql, String ownerId, TaskQuery query) {
    Query bound = transaction.handle().createQuery(sql).bind("owner", ownerId);
    if (query.type() != null) {
      bound.bind("type", query.type().name());
    }
    if (query.state() != null) {
      bound.bind("state", query.state().name());
    }
    if (query.from() != null) {
      bound.bind("from", Rows.time(query.from()));
    }
    if (query.to() != null) {
      bound.bind("to", Rows.time(query.to()));
    }
    return bound;
  }

  /** Takes a task out of its owner's sight; returns whether it was in sight. */
  boolean hide(Transaction transaction, String ownerId, String id, Instant now) {
    return transaction
            .handle()
            .createUpdate(
                "update task set hidden_at = :now"
                    + " where id = :id and owner_id = :owner and hidden_at is null")
            .bind("id", id)
            .bind("owner", ownerId)
            .bind("now", Rows.time(now))
            .execute()
        == 1;
  }
}
