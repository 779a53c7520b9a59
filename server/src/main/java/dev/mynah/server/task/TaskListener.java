package dev.mynah.server.task;

import dev.mynah.server.db.Transaction;

/** Hears of every task that ends, inside the transaction that ends it. */
@FunctionalInterface
public interface TaskListener {

  /** A task has got its result; what is written here is kept or lost together with it. */
  void finished(Transaction transaction, Task task, Delivery delivery);
}
