package dev.mynah.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.db.Database;
import java.util.List;

/** Whether the ledger, the tasks and the sums of the keys tell the same. */
public final class Books {
  private Books() {}

  /**
   * Checks every sum against the rows it stands for: each task that ended has one entry, which
   * charges its price or, if it failed, nothing; each key has used what its entries say and has set
   * aside what its unfinished tasks cost; no key has spent more than its limit.
   */
  public static void areBalanced(Database database) {
    assertThat(
            rows(
                database,
                "select task.id from task left join usage_entry on task_id = task.id"
                    + " where finished_at is not null and task_id is null"))
        .as("tasks that ended without an entry")
        .isEmpty();
    assertThat(
            rows(
                database,
                "select task.id from task join usage_entry on task_id = task.id"
                    + " where finished_at is null or usage_entry.token_id <> task.token_id"
                    + " or amount <> case state when 'SUCCEEDED' then credits else 0 end"))
        .as("tasks whose entry says something else")
        .isEmpty();
    assertThat(
            rows(
                database,
                "select id from token where credit_used <> (select coalesce(sum(amount), 0)"
                    + " from usage_entry where usage_entry.token_id = token.id)"))
        .as("keys whose use is not the sum of their entries")
        .isEmpty();
    assertThat(
            rows(
                database,
                "select id from token where credit_reserved <> (select coalesce(sum(credits), 0)"
                    + " from task where task.token_id = token.id and finished_at is null)"))
        .as("keys that have set aside another sum than their unfinished tasks cost")
        .isEmpty();
    assertThat(
            rows(
                database,
                "select id from token where credit_used + credit_reserved > credit_limit"))
        .as("keys that have spent more than their limit")
        .isEmpty();
  }

  private static List<String> rows(Database database, String sql) {
    return database.read(
        transaction -> transaction.handle().createQuery(sql).mapTo(String.class).list());
  }
}
