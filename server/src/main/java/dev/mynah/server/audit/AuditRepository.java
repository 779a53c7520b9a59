package dev.mynah.server.audit;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code audit_event}. */
final class AuditRepository {

  void insert(Transaction transaction, AuditEvent event) {
    transaction
        .handle()
        .createUpdate(
            "insert into audit_event (id, at, owner_id, token_id, action, subject_kind, subject_id,"
                + " detail) values (:id, :at, :owner, :token, :action, :kind, :subject, :detail)")
        .bind("id", event.id())
        .bind("at", Rows.time(event.at()))
        .bind("owner", event.actor().ownerId())
        .bind("token", event.actor().tokenId())
        .bind("action", event.action())
        .bind("kind", event.subject().kind())
        .bind("subject", event.subject().id())
        .bind("detail", event.detail().toString())
        .execute();
  }

  List<AuditEvent> list(Transaction transaction, AuditQuery query) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> conditions = new ArrayList<>();
    String action = query.action();
    if (action != null) {
      conditions.add("(action = :action or substr(action, 1, :length) = :prefix)");
      values.put("action", action);
      values.put("prefix", action + ".");
      values.put("length", action.length() + 1);
    }
    narrow(conditions, values, "subject_id = :subject", "subject", query.subjectId());
    narrow(conditions, values, "owner_id = :owner", "owner", query.ownerId());
    narrow(conditions, values, "at >= :from", "from", millis(query.from()));
    narrow(conditions, values, "at < :to", "to", millis(query.to()));
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    return transaction
        .handle()
        .createQuery(
            "select * from audit_event"
                + where
                + " order by at desc, id desc limit :limit offset :offset")
        .bindMap(values)
        .bind("limit", query.limit())
        .bind("offset", query.offset())
        .map((row, context) -> read(row))
        .list();
  }

  private static void narrow(
      List<String> conditions,
      Map<String, Object> values,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return Rows.time(time);
  }

  private static AuditEvent read(ResultSet row) throws SQLException {
    return new AuditEvent(
        row.getString("id"),
        Rows.time(row, "at"),
        new Actor(row.getString("owner_id"), row.getString("token_id")),
        row.getString("action"),
        new Subject(row.getString("subject_kind"), row.getString("subject_id")),
        Rows.tree(row.getString("detail")));
  }
}
