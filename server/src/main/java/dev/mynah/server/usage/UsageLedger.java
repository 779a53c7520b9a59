package dev.mynah.server.usage;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskListener;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.token.KeyCredit;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the books. A task's price is set aside in the transaction that accepts it; in the one that
 * ends it, it is charged or, after a failure, given back, and the entry is written. As tasks end
 * exactly once, whatever crashes on the way, so do charges.
 */
public final class UsageLedger implements TaskListener {
  private final TokenService tokens;
  private final KeyCredit credit = new KeyCredit();
  private final UsageRepository entries = new UsageRepository();
  private final IdSource ids;

  public UsageLedger(TokenService tokens, IdSource ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  /**
   * Refuses early, before any work, what could not be paid for. What many requests do at once is
   * decided later, in the transactions that accept or end their tasks.
   *
   * @throws MynahException with CREDIT_EXHAUSTED
   */
  public void check(Principal principal, long credits) {
    if (credits == 0) {
      return;
    }
    boolean limited =
        tokens.recent(principal.tokenId()).filter(token -> token.creditLimit() != null).isPresent();
    if (!limited) {
      return;
    }
    Long left = tokens.find(principal.tokenId()).map(token -> token.creditLeft()).orElse(null);
    if (left != null && left < credits) {
      throw KeyCredit.exhausted();
    }
  }

  /** Sets the price of a task aside. */
  @Override
  public void accepted(Transaction transaction, Task task) {
    credit.reserve(transaction, task.tokenId(), task.credits());
  }

  /** Charges what was set aside, or gives it back. */
  @Override
  public void finished(Transaction transaction, Task task, Delivery delivery) {
    if (error(task) == null) {
      credit.spend(transaction, task.tokenId(), task.credits());
    } else {
      credit.release(transaction, task.tokenId(), task.credits());
    }
    write(transaction, task);
  }

  /** Charges what was never set aside. */
  @Override
  public void recorded(Transaction transaction, Task task, Delivery delivery) {
    if (error(task) == null) {
      credit.charge(transaction, task.tokenId(), task.credits());
    }
    write(transaction, task);
  }

  /**
   * Charges work that is no task, and enters it.
   *
   * @throws MynahException with CREDIT_EXHAUSTED if the key has not enough left
   */
  public void charged(Transaction transaction, Principal principal, MeteredWork work) {
    if (work.error() == null) {
      credit.charge(transaction, principal.tokenId(), work.price().credits());
    }
    enter(transaction, principal, work);
  }

  /** Enters work that is no task and has been paid for, if it succeeded. */
  void enter(Transaction transaction, Principal principal, MeteredWork work) {
    entries.insert(
        transaction,
        new UsageEntry(
            ids.hex(),
            work.id(),
            work.traceId(),
            principal.tokenId(),
            principal.ownerId(),
            work.type(),
            work.price().units(),
            work.error() == null ? work.price().credits() : 0,
            null,
            work.error(),
            work.elapsed(),
            work.endedAt()));
  }

  private void write(Transaction transaction, Task task) {
    ErrorCode error = error(task);
    Instant end = Objects.requireNonNull(task.finishedAt(), "a task that ended has its time");
    Instant start = task.startedAt() == null ? end : task.startedAt();
    entries.insert(
        transaction,
        new UsageEntry(
            ids.hex(),
            task.id(),
            task.traceId(),
            task.tokenId(),
            task.ownerId(),
            task.type(),
            task.price().units(),
            error == null ? task.credits() : 0,
            null,
            error,
            Duration.between(start, end),
            end));
  }

  private static @Nullable ErrorCode error(Task task) {
    return task.result() instanceof TaskResult.TaskFailure failure ? failure.code() : null;
  }
}
