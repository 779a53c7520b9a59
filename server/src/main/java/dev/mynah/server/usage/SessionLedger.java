package dev.mynah.server.usage;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.Price;
import dev.mynah.server.token.KeyCredit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books of sessions, which are paid for text by text: a text's price is set aside before
 * it is heard; of that, what was begun is spent and the rest given back before the next text, or at
 * the end, when the one entry is written. A session that a crash ended is settled by whoever gets
 * the place of the dead process.
 */
public final class SessionLedger {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLedger.class);

  private final Database database;
  private final UsageLedger ledger;
  private final String nodeId;
  private final Clock clock;
  private final KeyCredit credit = new KeyCredit();
  private final SessionRepository sessions = new SessionRepository();

  /**
   * @param nodeId the place of this process
   */
  public SessionLedger(Database database, UsageLedger ledger, String nodeId, Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.nodeId = nodeId;
    this.clock = clock;
  }

  /**
   * Pays for the text before and sets the price of the next aside.
   *
   * @param spoken of the text before
   * @param credits price of the next text
   * @return the account as it is now
   * @throws dev.mynah.server.failure.MynahException with CREDIT_EXHAUSTED, and nothing has changed
   */
  public SessionAccount next(SessionAccount account, Price spoken, long credits) {
    SessionAccount fresh = account.paying(spoken).reserving(credits);
    database.writing(
        transaction -> {
          pay(transaction, account, spoken);
          credit.reserve(transaction, account.principal().tokenId(), credits);
          sessions.save(transaction, fresh, nodeId);
        });
    return fresh;
  }

  /**
   * Pays for the last text and writes the entry.
   *
   * @param spoken of the last text
   * @param failure why the session failed before anything was heard, or null
   * @param besides what else belongs to the end of the session, in the same transaction
   */
  public void end(
      SessionAccount account,
      Price spoken,
      @Nullable ErrorCode failure,
      Consumer<Transaction> besides) {
    database.writing(
        transaction -> {
          pay(transaction, account, spoken);
          sessions.delete(transaction, account.id());
          enter(transaction, account.paying(spoken), failure);
          besides.accept(transaction);
        });
  }

  private void pay(Transaction transaction, SessionAccount account, Price spoken) {
    long spent = Math.min(spoken.credits(), account.reserved());
    credit.spend(transaction, account.principal().tokenId(), spent);
    credit.release(transaction, account.principal().tokenId(), account.reserved() - spent);
  }

  private void enter(Transaction transaction, SessionAccount account, @Nullable ErrorCode failure) {
    Instant end = clock.instant();
    Duration elapsed = Duration.between(account.startedAt(), end);
    ledger.enter(
        transaction,
        account.principal(),
        new MeteredWork(
            account.id(),
            account.traceId(),
            account.type(),
            account.paid(),
            failure,
            elapsed.isNegative() ? Duration.ZERO : elapsed,
            end));
  }

  /** Settles the sessions of the process that had this place before and is dead. */
  public void adopt() {
    List<SessionAccount> left =
        database.write(
            transaction -> {
              List<SessionAccount> dead = sessions.ofNode(transaction, nodeId);
              dead.forEach(account -> settle(transaction, account));
              return dead;
            });
    if (!left.isEmpty()) {
      LOG.warn("Settled {} sessions of speech that a crash ended", left.size());
    }
  }

  private void settle(Transaction transaction, SessionAccount account) {
    pay(transaction, account, Price.FREE);
    sessions.delete(transaction, account.id());
    if (account.paid().units() > 0) {
      enter(transaction, account.paying(Price.FREE), null);
    }
  }
}
