package dev.mynah.server.webhook;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.webhook.WebhookDelivery.LastTry;
import dev.mynah.server.webhook.WebhookDelivery.Origin;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table {@code webhook_delivery}. */
final class WebhookRepository {

  void insert(Transaction transaction, WebhookDelivery delivery) {
    Origin origin = delivery.origin();
    transaction
        .handle()
        .createUpdate(
            "insert into webhook_delivery (id, task_id, trace_id, task_type, owner_id, token_id,"
                + " receiver, url, state, attempts, failures, next_at, expires_at, created_at)"
                + " values (:id, :task, :trace, :type, :owner, :token, :receiver, :url, :state, 0,"
                + " 0, :next, :expires, :created)")
        .bind("id", delivery.id())
        .bind("task", origin.taskId())
        .bind("trace", origin.traceId())
        .bind("type", origin.type().name())
        .bind("owner", origin.ownerId())
        .bind("token", origin.tokenId())
        .bind("receiver", delivery.receiver())
        .bind("url", delivery.url())
        .bind("state", delivery.state().name())
        .bind("next", Rows.time(delivery.nextAt()))
        .bind("expires", Rows.time(delivery.expiresAt()))
        .bind("created", Rows.time(delivery.createdAt()))
        .execute();
  }

  Optional<WebhookDelivery> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select * from webhook_delivery where id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Returns the newest callbacks first. */
  List<WebhookDelivery> list(Transaction transaction, @Nullable State state, int limit) {
    Query query =
        transaction
            .handle()
            .createQuery(
                "select * from webhook_delivery"
                    + (state == null ? "" : " where state = :state")
                    + " order by created_at desc, id limit :limit")
            .bind("limit", limit);
    if (state != null) {
      query.bind("state", state.name());
    }
    return query.map((row, context) -> read(row)).list();
  }

  WebhookPage page(Transaction transaction, WebhookQuery query) {
    String where =
        " from webhook_delivery where 1 = 1"
            + (query.ownerId() == null ? "" : " and owner_id = :owner")
            + (query.state() == null ? "" : " and state = :state")
            + (query.taskId() == null ? "" : " and task_id = :task");
    long total = bound(transaction, "select count(*)" + where, query).mapTo(Long.class).one();
    List<WebhookDelivery> items =
        bound(
                transaction,
                "select *" + where + " order by created_at desc, id limit :limit offset :offset",
                query)
            .bind("limit", query.limit())
            .bind("offset", query.offset())
            .map((row, context) -> read(row))
            .list();
    return new WebhookPage(items, total);
  }

  private static Query bound(Transaction transaction, String sql, WebhookQuery query) {
    Query bound = transaction.handle().createQuery(sql);
    if (query.ownerId() != null) {
      bound.bind("owner", query.ownerId());
    }
    if (query.state() != null) {
      bound.bind("state", query.state().name());
    }
    if (query.taskId() != null) {
      bound.bind("task", query.taskId());
    }
    return bound;
  }

  long count(Transaction transaction, State state) {
    return transaction
        .handle()
        .createQuery("select count(*) from webhook_delivery where state = :state")
        .bind("state", state.name())
        .mapTo(Long.class)
        .one();
  }

  /** Returns the ids of those to be tried now, who has waited longest first. */
  List<String> due(Transaction transaction, Lane lane, Instant now, int limit) {
    return inLane(transaction, lane, "next_at <= :now order by next_at, id", limit)
        .bind("now", Rows.time(now))
        .mapTo(String.class)
        .list();
  }

  /** Returns the ids of those that wait although their time is over. */
  List<String> expired(Transaction transaction, Lane lane, Instant now, int limit) {
    return inLane(transaction, lane, "expires_at <= :now order by expires_at, id", limit)
        .bind("now", Rows.time(now))
        .mapTo(String.class)
        .list();
  }

  private static Query inLane(Transaction transaction, Lane lane, String condition, int limit) {
    return transaction
        .handle()
        .createQuery(
            "select id from webhook_delivery where owner_id = :owner and receiver = :receiver"
                + " and state = 'PENDING' and "
                + condition
                + " limit :limit")
        .bind("owner", lane.ownerId())
        .bind("receiver", lane.receiver())
        .bind("limit", limit);
  }

  /** Returns when the next callback of a lane is to be tried; empty if none waits. */
  Optional<Instant> nextTime(Transaction transaction, Lane lane) {
    return transaction
        .handle()
        .createQuery(
            "select next_at from webhook_delivery where owner_id = :owner"
                + " and receiver = :receiver and state = 'PENDING' order by next_at limit 1")
        .bind("owner", lane.ownerId())
        .bind("receiver", lane.receiver())
        .map((row, context) -> Rows.time(row, "next_at"))
        .findOne();
  }

  /** Keeps a body unless there is one by now, and returns the one that is kept. */
  String keepBody(Transaction transaction, String id, String body) {
    transaction
        .handle()
        .createUpdate("update webhook_delivery set body = :body where id = :id and body is null")
        .bind("id", id)
        .bind("body", body)
        .execute();
    return transaction
        .handle()
        .createQuery("select body from webhook_delivery where id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .orElse(body);
  }

  /** Forgets what would be sent, so that it is written anew if it still is to be sent. */
  int eraseBodies(Transaction transaction, Collection<String> taskIds) {
    if (taskIds.isEmpty()) {
      return 0;
    }
    return transaction
        .handle()
        .createUpdate("update webhook_delivery set body = null where task_id in (<tasks>)")
        .bindList("tasks", List.copyOf(taskIds))
        .execute();
  }

  /**
   * Counts a try; nothing if the callback isn't waiting any more.
   *
   * @return whether it was waiting
   */
  boolean keepTry(
      Transaction transaction, String id, State state, LastTry lastTry, @Nullable Instant nextAt) {
    boolean delivered = state == State.DELIVERED;
    return transaction
            .handle()
            .createUpdate(
                "update webhook_delivery set state = :state, attempts = attempts + 1,"
                    + " failures = failures + :failed, next_at = coalesce(:next, next_at),"
                    + " last_at = :at, last_status = :status, last_error = :error,"
                    + " last_answer = :answer, finished_at = :finished"
                    + " where id = :id and state = 'PENDING'")
            .bind("id", id)
            .bind("state", state.name())
            .bind("failed", delivered ? 0 : 1)
            .bind("next", Rows.time(nextAt))
            .bind("at", Rows.time(lastTry.at()))
            .bind("status", lastTry.status())
            .bind("error", lastTry.error())
            .bind("answer", lastTry.answer())
            .bind("finished", state == State.PENDING ? null : Rows.time(lastTry.at()))
            .execute()
        == 1;
  }

  /** Gives up callbacks that still wait. */
  int giveUp(Transaction transaction, Collection<String> ids, Instant now) {
    return transaction
        .handle()
        .createUpdate(
            "update webhook_delivery set state = 'DEAD', finished_at = :now"
                + " where id in (<ids>) and state = 'PENDING'")
        .bindList("ids", List.copyOf(ids))
        .bind("now", Rows.time(now))
        .execute();
  }

  /** Makes a callback wait again, due now, with a whole lifetime before it. */
  void revive(Transaction transaction, String id, Instant now, Instant expiresAt) {
    transaction
        .handle()
        .createUpdate(
            "update webhook_delivery set state = 'PENDING', failures = 0, next_at = :now,"
                + " expires_at = :expires, finished_at = null where id = :id")
        .bind("id", id)
        .bind("now", Rows.time(now))
        .bind("expires", Rows.time(expiresAt))
        .execute();
  }

  /** Returns callbacks that wait in no lane: those of a version that had none. */
  List<WebhookDelivery> withoutLane(Transaction transaction, int limit) {
    return transaction
        .handle()
        .createQuery(
            "select * from webhook_delivery where receiver is null and state = 'PENDING'"
                + " limit :limit")
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  void putInLane(Transaction transaction, String id, String receiver) {
    transaction
        .handle()
        .createUpdate("update webhook_delivery set receiver = :receiver where id = :id")
        .bind("id", id)
        .bind("receiver", receiver)
        .execute();
  }

  int deleteFinished(Transaction transaction, State state, Instant before, int atMost) {
    return transaction
        .handle()
        .createUpdate(
            "delete from webhook_delivery where id in (select id from webhook_delivery"
                + " where state = :state and finished_at < :before limit :most)")
        .bind("state", state.name())
        .bind("before", Rows.time(before))
        .bind("most", atMost)
        .execute();
  }

  private static WebhookDelivery read(ResultSet row) throws SQLException {
    return new WebhookDelivery(
        row.getString("id"),
        new Origin(
            row.getString("task_id"),
            row.getString("trace_id"),
            TaskType.valueOf(row.getString("task_type")),
            row.getString("owner_id"),
            row.getString("token_id")),
        Objects.requireNonNullElse(row.getString("receiver"), ""),
        row.getString("url"),
        State.valueOf(row.getString("state")),
        row.getString("body"),
        row.getInt("attempts"),
        row.getInt("failures"),
        Rows.time(row, "next_at"),
        Rows.time(row, "expires_at"),
        lastTry(row),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "finished_at"));
  }

  private static @Nullable LastTry lastTry(ResultSet row) throws SQLException {
    Instant at = Rows.timeOrNull(row, "last_at");
    if (at == null) {
      return null;
    }
    int status = row.getInt("last_status");
    Integer lastStatus = row.wasNull() ? null : status;
    return new LastTry(at, lastStatus, row.getString("last_error"), row.getString("last_answer"));
  }
}
