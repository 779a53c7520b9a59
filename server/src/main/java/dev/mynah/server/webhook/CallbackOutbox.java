package dev.mynah.server.webhook;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskListener;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.webhook.WebhookDelivery.Origin;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Puts a callback down in the very transaction that ends its task: there is never an ended task
 * whose callback was forgotten, nor a callback of a task that didn't end.
 */
public final class CallbackOutbox implements TaskListener {
  private final WebhookRepository deliveries = new WebhookRepository();
  private final Lanes lanes;
  private final Duration lifetime;
  private final IdSource ids;
  private final Clock clock;

  /**
   * @param queue the callback queue, worked on by {@link WebhookDispatcher}
   * @param lifetime how long a callback is tried
   */
  public CallbackOutbox(WorkQueue queue, Duration lifetime, IdSource ids, Clock clock) {
    this.lanes = new Lanes(queue, ids, clock);
    this.lifetime = lifetime;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void finished(Transaction transaction, Task task, Delivery delivery) {
    String url = delivery.callbackUrl();
    if (url == null) {
      return;
    }
    Instant now = Rows.stored(clock.instant());
    Origin origin =
        new Origin(task.id(), task.traceId(), task.type(), task.ownerId(), task.tokenId());
    String receiver = OutboundPost.receiver(url);
    deliveries.insert(
        transaction,
        new WebhookDelivery(
            ids.hex(),
            origin,
            receiver,
            url,
            State.PENDING,
            null,
            0,
            0,
            now,
            now.plus(lifetime),
            null,
            now,
            null));
    lanes.wake(transaction, task.ownerId(), receiver);
  }
}
