package dev.mynah.server.voice;

import dev.mynah.server.db.Transaction;
import java.util.Collection;

/** What is kept of the content of tasks elsewhere than in the task itself. */
@FunctionalInterface
public interface TaskTraces {

  /** Forgets the content of tasks, together with the rest of the transaction. */
  void erase(Transaction transaction, Collection<String> taskIds);
}
