package dev.mynah.server.webhook;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The table {@code webhook_try}. */
final class WebhookTryRepository {

  /** Keeps a try that was counted in this transaction, under the number it thereby got. */
  void insert(Transaction transaction, String deliveryId, WebhookTry made) {
    transaction
        .handle()
        .createUpdate(
            "insert into webhook_try (delivery_id, number, started_at, took_millis, signature,"
                + " status, error, answer) values (:delivery,"
                + " (select attempts from webhook_delivery where id = :delivery), :started, :took,"
                + " :signature, :status, :error, :answer)")
        .bind("delivery", deliveryId)
        .bind("started", Rows.time(made.startedAt()))
        .bind("took", made.took().toMillis())
        .bind("signature", made.signature())
        .bind("status", made.status())
        .bind("error", made.error())
        .bind("answer", made.answer())
        .execute();
  }

  /** Returns the last tries of a callback, the newest first. */
  List<WebhookTry> list(Transaction transaction, String deliveryId, int limit) {
    return transaction
        .handle()
        .createQuery(
            "select * from webhook_try where delivery_id = :delivery"
                + " order by number desc limit :limit")
        .bind("delivery", deliveryId)
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  private static WebhookTry read(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    Integer answered = row.wasNull() ? null : status;
    return new WebhookTry(
        row.getInt("number"),
        Rows.time(row, "started_at"),
        Duration.ofMillis(row.getLong("took_millis")),
        row.getString("signature"),
        answered,
        row.getString("error"),
        row.getString("answer"));
  }
}
