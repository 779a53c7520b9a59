package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code task}. */
final class TaskRepository {
  static final int ANY_ATTEMPT = -1;

  void insert(Transaction transaction, Task task, Delivery delivery, @Nullable JsonNode work) {
    TaskResult result = task.result();
    transaction
        .handle()
        .createUpdate(
            "insert into task (id, trace_id, owner_id, token_id, type, request, units, credits, work,"
                + " state, attempts, result, callback_url, created_at, started_at, finished_at)"
                + " values (:id, :trace, :owner, :token, :type, :request, :units, :credits, :work,"
                + " :state, 0, :result, :callback, :created, :started, :finished)")
        .bind("id", task.id())
        .bind("trace", task.traceId())
        .bind("owner", task.ownerId())
        .bind("token", task.tokenId())
        .bind("type", task.type().name())
        .bind("request", task.request().toString())
        .bind("units", task.price().units())
        .bind("credits", task.price().credits())
        .bind("work", work == null ? null : work.toString())
        .bind("state", task.state().name())
        .bind("result", result == null ? null : TaskResultJson.written(result))
        .bind("callback", delivery.callbackUrl())
        .bind("created", Rows.time(task.createdAt()))
        .bind("started", Rows.time(task.startedAt()))
        .bind("finished", Rows.time(task.finishedAt()))
        .execute();
  }

  Optional<Task> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select * from task where id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  int attempts(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select attempts from task where id = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .orElse(0);
  }

  /** Marks an unfinished task as running; empty if it is unknown or finished. */
  Optional<ClaimedTask> claim(Transaction transaction, String id, Instant now) {
    int claimed =
        transaction
            .handle()
            .createUpdate(
                "update task set state = 'RUNNING', attempts = attempts + 1,"
                    + " started_at = coalesce(started_at, :now)"
                    + " where id = :id and finished_at is null")
            .bind("id", id)
            .bind("now", Rows.time(now))
            .execute();
    if (claimed == 0) {
      return Optional.empty();
    }
    return transaction
        .handle()
        .createQuery("select * from task where id = :id")
        .bind("id", id)
        .map(
            (row, context) ->
                new ClaimedTask(
                    read(row), Rows.tree(row.getString("work")), row.getInt("attempts")))
        .findOne();
  }

  /** Takes back the count of an attempt that was broken off on purpose, if it is the last one. */
  void forgiveAttempt(Transaction transaction, String id, int attempt) {
    transaction
        .handle()
        .createUpdate(
            "update task set state = 'PENDING', attempts = attempts - 1"
                + " where id = :id and finished_at is null and attempts = :attempt")
        .bind("id", id)
        .bind("attempt", attempt)
        .execute();
  }

  /**
   * Ends an unfinished task; returns whether it was unfinished.
   *
   * @param attempt only if this is still the last attempt; {@link #ANY_ATTEMPT} for whatever it is
   */
  boolean finish(Transaction transaction, String id, int attempt, TaskResult result, Instant now) {
    boolean failed = result instanceof TaskResult.TaskFailure;
    return transaction
            .handle()
            .createUpdate(
                "update task set state = :state, result = :result, work = null,"
                    + " started_at = coalesce(started_at, :now), finished_at = :now"
                    + " where id = :id and finished_at is null"
                    + " and (attempts = :attempt or :attempt = "
                    + ANY_ATTEMPT
                    + ")")
            .bind("id", id)
            .bind("attempt", attempt)
            .bind("state", (failed ? TaskState.FAILED : TaskState.SUCCEEDED).name())
            .bind("result", TaskResultJson.written(result))
            .bind("now", Rows.time(now))
            .execute()
        == 1;
  }

  Delivery delivery(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select callback_url from task where id = :id")
        .bind("id", id)
        .map((row, context) -> new Delivery(row.getString("callback_url"), true))
        .one();
  }

  Optional<JsonNode> work(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select work from task where id = :id and work is not null")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(Rows::tree);
  }

  void forget(Transaction transaction, String id) {
    transaction.handle().execute("update task set request = '{}', work = null where id = ?", id);
  }

  int deleteFinishedBefore(Transaction transaction, Instant limit, int atMost) {
    return transaction
        .handle()
        .createUpdate(
            "delete from task where id in"
                + " (select id from task where finished_at < :limit limit :most)")
        .bind("limit", Rows.time(limit))
        .bind("most", atMost)
        .execute();
  }

  static Task read(ResultSet row) throws SQLException {
    String result = row.getString("result");
    return new Task(
        row.getString("id"),
        row.getString("trace_id"),
        row.getString("owner_id"),
        row.getString("token_id"),
        TaskType.valueOf(row.getString("type")),
        Rows.tree(row.getString("request")),
        new Price(row.getLong("units"), row.getLong("credits")),
        TaskState.valueOf(row.getString("state")),
        result == null ? null : TaskResultJson.read(result),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "started_at"),
        Rows.timeOrNull(row, "finished_at"));
  }
}
