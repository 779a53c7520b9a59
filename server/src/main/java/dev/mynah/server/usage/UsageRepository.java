package dev.mynah.server.usage;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.TaskType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code usage_entry}. */
final class UsageRepository {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /** Writes an entry; what is left is read from the key, as this transaction has made it. */
  void insert(Transaction transaction, UsageEntry entry) {
    ErrorCode error = entry.error();
    transaction
        .handle()
        .createUpdate(
            "insert into usage_entry (id, task_id, trace_id, token_id, owner_id, type, units,"
                + " amount, remaining, error_code, elapsed_millis, created_at)"
                + " values (:id, :task, :trace, :token, :owner, :type, :units, :amount,"
                + " (select case when credit_used < credit_limit then credit_limit - credit_used"
                + " when credit_limit is not null then 0 end from token where id = :token),"
                + " :error, :elapsed, :created)")
        .bind("id", entry.id())
        .bind("task", entry.taskId())
        .bind("trace", entry.traceId())
        .bind("token", entry.tokenId())
        .bind("owner", entry.ownerId())
        .bind("type", entry.type().name())
        .bind("units", entry.units())
        .bind("amount", entry.amount())
        .bind("error", error == null ? null : error.name())
        .bind("elapsed", entry.elapsed().toMillis())
        .bind("created", Rows.time(entry.createdAt()))
        .execute();
  }

  List<UsageEntry> page(Transaction transaction, UsageQuery query) {
    return bound(
            transaction
                .handle()
                .createQuery(
                    "select * from usage_entry"
                        + condition(query)
                        + (query.oldestFirst()
                            ? " order by created_at, id desc"
                            : " order by created_at desc, id")
                        + " limit :limit offset :offset"),
            query)
        .bind("limit", query.limit())
        .bind("offset", query.offset())
        .map((row, context) -> read(row))
        .list();
  }

  long count(Transaction transaction, UsageQuery query) {
    return bound(
            transaction.handle().createQuery("select count(*) from usage_entry" + condition(query)),
            query)
        .mapTo(Long.class)
        .one();
  }

  Optional<UsageEntry> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select * from usage_entry where id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Returns each way tasks ended, once; empty stands for success. */
  List<Optional<ErrorCode>> outcomes(Transaction transaction, UsageQuery query) {
    return bound(
            transaction
                .handle()
                .createQuery(
                    "select distinct error_code from usage_entry"
                        + condition(query)
                        + " order by error_code"),
            query)
        .map((row, context) -> Optional.ofNullable(row.getString(1)).map(ErrorCode::valueOf))
        .list();
  }

  /** Sums up by day and type, the newest day first. */
  List<DailyUsage> byDay(Transaction transaction, UsageQuery query) {
    return bound(
            transaction
                .handle()
                .createQuery(
                    "select created_at / "
                        + DAY_MILLIS
                        + " as day, type, sum(case when error_code is null then 1 else 0 end) as"
                        + " succeeded, sum(case when error_code is null then 0 else 1 end) as"
                        + " failed, sum(case when error_code is null then units else 0 end) as"
                        + " units, sum(amount) as amount from usage_entry"
                        + condition(query)
                        + " group by 1, 2 order by 1 desc, 2"),
            query)
        .map(
            (row, context) ->
                new DailyUsage(
                    LocalDate.ofEpochDay(row.getLong("day")),
                    TaskType.valueOf(row.getString("type")),
                    row.getLong("succeeded"),
                    row.getLong("failed"),
                    row.getLong("units"),
                    row.getLong("amount")))
        .list();
  }

  /** Sums up by day, key, type and outcome, the oldest day first. */
  List<UsageShare> shares(Transaction transaction, UsageQuery query) {
    return bound(
            transaction
                .handle()
                .createQuery(
                    "select created_at / "
                        + DAY_MILLIS
                        + " as day, token_id, type, error_code, count(*) as requests,"
                        + " sum(case when error_code is null then units else 0 end) as units,"
                        + " sum(amount) as amount from usage_entry"
                        + condition(query)
                        + " group by 1, 2, 3, 4 order by 1, 2, 3, 4"),
            query)
        .map(
            (row, context) ->
                new UsageShare(
                    LocalDate.ofEpochDay(row.getLong("day")),
                    row.getString("token_id"),
                    TaskType.valueOf(row.getString("type")),
                    error(row),
                    row.getLong("requests"),
                    row.getLong("units"),
                    row.getLong("amount")))
        .list();
  }

  private static @Nullable ErrorCode error(ResultSet row) throws SQLException {
    String error = row.getString("error_code");
    return error == null ? null : ErrorCode.valueOf(error);
  }

  /** Returns when the last entry of a key was written; empty if it has none. */
  Optional<Instant> lastEntry(Transaction transaction, String tokenId) {
    return transaction
        .handle()
        .createQuery(
            "select created_at from usage_entry where token_id = :token"
                + " order by created_at desc limit 1")
        .bind("token", tokenId)
        .map((row, context) -> Rows.time(row, "created_at"))
        .findOne();
  }

  private static String condition(UsageQuery query) {
    StringBuilder condition = new StringBuilder(" where 1 = 1");
    if (query.ownerId() != null) {
      condition.append(" and owner_id = :owner");
    }
    if (!query.tokenIds().isEmpty()) {
      condition.append(" and token_id in (<tokens>)");
    }
    if (!query.types().isEmpty()) {
      condition.append(" and type in (<types>)");
    }
    if (query.traceId() != null) {
      condition.append(" and trace_id = :trace");
    }
    if (query.from() != null) {
      condition.append(" and created_at >= :from");
    }
    if (query.to() != null) {
      condition.append(" and created_at < :to");
    }
    condition.append(condition(query.outcomes()));
    return condition.toString();
  }

  private static String condition(UsageOutcomes outcomes) {
    if (outcomes.any()) {
      return "";
    }
    if (outcomes.failures().isEmpty()) {
      return " and error_code is null";
    }
    return outcomes.successes()
        ? " and (error_code is null or error_code in (<errors>))"
        : " and error_code in (<errors>)";
  }

  private static <S extends SqlStatement<S>> S bound(S statement, UsageQuery query) {
    if (query.ownerId() != null) {
      statement.bind("owner", query.ownerId());
    }
    if (!query.tokenIds().isEmpty()) {
      statement.bindList("tokens", List.copyOf(query.tokenIds()));
    }
    if (!query.types().isEmpty()) {
      statement.bindList("types", query.types().stream().map(TaskType::name).toList());
    }
    if (query.traceId() != null) {
      statement.bind("trace", query.traceId());
    }
    if (!query.outcomes().any() && !query.outcomes().failures().isEmpty()) {
      statement.bindList("errors", query.outcomes().failures().stream().map(Enum::name).toList());
    }
    if (query.from() != null) {
      statement.bind("from", Rows.time(query.from()));
    }
    if (query.to() != null) {
      statement.bind("to", Rows.time(query.to()));
    }
    return statement;
  }

  private static UsageEntry read(ResultSet row) throws SQLException {
    long remaining = row.getLong("remaining");
    boolean anyCredit = row.wasNull();
    return new UsageEntry(
        row.getString("id"),
        row.getString("task_id"),
        row.getString("trace_id"),
        row.getString("token_id"),
        row.getString("owner_id"),
        TaskType.valueOf(row.getString("type")),
        row.getLong("units"),
        row.getLong("amount"),
        anyCredit ? null : remaining,
        error(row),
        Duration.ofMillis(row.getLong("elapsed_millis")),
        Rows.time(row, "created_at"));
  }
}
