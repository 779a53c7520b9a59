package dev.mynah.server.db;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One open transaction, handed from feature to feature so that rows of several tables appear
 * together or not at all. Only repositories look at the {@link #handle()}.
 */
public final class Transaction {
  private final Handle handle;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Transaction(Handle handle) {
    this.handle = handle;
  }

  /** Returns the connection of this transaction, for SQL. */
  public Handle handle() {
    return handle;
  }

  /** Runs something once the transaction's rows are durable; never if it rolls back. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  List<Runnable> afterCommit() {
    return List.copyOf(afterCommit);
  }
}
