package dev.mynah.server.webhook;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code webhook_delivery}. */
final class WebhookRepository {

  void insert(Transaction transaction, String id, String taskId, String url, Instant now) {
    transaction
        .handle()
        .createUpdate(
            "insert into webhook_delivery (id, task_id, url, state, attempts, created_at)"
                + " values (:id, :task, :url, :state, 0, :created)")
        .bind("id", id)
        .bind("task", taskId)
        .bind("url", url)
        .bind("state", State.PENDING.name())
        .bind("created", Rows.time(now))
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

  void keepBody(Transaction transaction, String id, String body) {
    transaction
        .handle()
        .createUpdate("update webhook_delivery set body = :body where id = :id")
        .bind("id", id)
        .bind("body", body)
        .execute();
  }

  void keepOutcome(
      Transaction transaction,
      String id,
      State state,
      @Nullable Integer status,
      @Nullable String error,
      Instant now) {
    transaction
        .handle()
        .createUpdate(
            "update webhook_delivery set state = :state, attempts = attempts + 1,"
                + " last_status = :status, last_error = :error, finished_at = :finished"
                + " where id = :id")
        .bind("id", id)
        .bind("state", state.name())
        .bind("status", status)
        .bind("error", error)
        .bind("finished", state == State.PENDING ? null : Rows.time(now))
        .execute();
  }

  private static WebhookDelivery read(ResultSet row) throws SQLException {
    int status = row.getInt("last_status");
    Integer lastStatus = row.wasNull() ? null : status;
    return new WebhookDelivery(
        row.getString("id"),
        row.getString("task_id"),
        row.getString("url"),
        State.valueOf(row.getString("state")),
        row.getString("body"),
        row.getInt("attempts"),
        lastStatus,
        row.getString("last_error"),
        Rows.time(row, "created_at"));
  }
}
