package dev.mynah.server.task;

import dev.mynah.server.db.Transaction;

/**
 * Hears of tasks inside the very transactions that accept and end them: what is written here is
 * kept or lost together with the task, and throwing undoes both.
 */
@FunctionalInterface
public interface TaskListener {

  /** A task was accepted, to be worked on later. */
  default void accepted(Transaction transaction, Task task) {}

  /** An accepted task has got its result. */
  void finished(Transaction transaction, Task task, Delivery delivery);

  /** A task was accepted and got its result at once, while the caller waited. */
  default void recorded(Transaction transaction, Task task, Delivery delivery) {
    accepted(transaction, task);
    finished(transaction, task, delivery);
  }
}
