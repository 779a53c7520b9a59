package dev.mynah.server.webhook;

import dev.mynah.server.task.Task;

/** Writes the body of a callback in the dialect the task came in. */
@FunctionalInterface
public interface CallbackBodies {

  /** Returns the JSON to send for a finished task: the same envelope as the answer that waits. */
  byte[] render(Task task);
}
