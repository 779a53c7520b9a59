package dev.mynah.server.audit;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The audit log. An event is written in the transaction that does the thing: there is never one
 * without the other. Triggers of the database refuse to change or delete a row.
 */
public final class AuditLog {
  private final Database database;
  private final AuditRepository events = new AuditRepository();
  private final IdSource ids;
  private final Clock clock;

  public AuditLog(Database database, IdSource ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Writes down what is done in this transaction.
   *
   * @param action a noun, a dot and a verb, e.g. {@code voice.erase}
   * @param detail counts, names of states and ids; never a title, a text, a secret or audio
   */
  public void record(
      Transaction transaction, Actor actor, String action, Subject subject, Map<String, ?> detail) {
    events.insert(
        transaction,
        new AuditEvent(
            ids.hex(), Rows.stored(clock.instant()), actor, action, subject, Rows.tree(detail)));
  }

  /** Returns events, the newest first. */
  public List<AuditEvent> list(AuditQuery query) {
    return database.read(transaction -> events.list(transaction, query));
  }
}
