package dev.mynah.server.voice;

import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.token.Principal;

/** Makes voices from recordings. */
public interface CloneService {

  /**
   * Accepts an order durably: when this returns, the voice will be made or its task will say why
   * not, whatever happens to the server. A caller who wants to wait does so with TaskService.await.
   *
   * @throws dev.mynah.server.failure.MynahException if a URL is refused, a field is wrong, the key
   *     lacks the scope, or too many voices are waiting
   */
  Task submit(CloneOrder order, TaskOrder task, Principal principal);
}
