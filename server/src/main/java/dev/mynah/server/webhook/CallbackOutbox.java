package dev.mynah.server.webhook;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskListener;
import dev.mynah.server.task.WorkQueue;
import java.time.Clock;

/**
 * Puts a callback down in the very transaction that ends its task: there is never an ended task
 * whose callback was forgotten, nor a callback of a task that didn't end.
 */
public final class CallbackOutbox implements TaskListener {
  private final WebhookRepository deliveries = new WebhookRepository();
  private final WorkQueue queue;
  private final IdSource ids;
  private final Clock clock;

  /**
   * @param queue the callback queue, worked on by {@link WebhookDispatcher}
   */
  public CallbackOutbox(WorkQueue queue, IdSource ids, Clock clock) {
    this.queue = queue;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void finished(Transaction transaction, Task task, Delivery delivery) {
    String url = delivery.callbackUrl();
    if (url != null) {
      String id = ids.hex();
      deliveries.insert(transaction, id, task.id(), url, clock.instant());
      queue.add(transaction, id);
    }
  }
}
