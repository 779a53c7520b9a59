package dev.mynah.server.webhook;

import dev.mynah.server.db.Transaction;
import java.util.Collection;

/** Forgets what callbacks told, once what they told of is to be erased. */
public final class CallbackBodyEraser {
  private final WebhookRepository deliveries = new WebhookRepository();

  /**
   * Forgets the bodies of all callbacks of some tasks. One that is still to be sent is written anew
   * then, and tells that what it would have told of is gone.
   *
   * @return how many callbacks that were
   */
  public int erase(Transaction transaction, Collection<String> taskIds) {
    return deliveries.eraseBodies(transaction, taskIds);
  }
}
