package dev.mynah.client;

/** A task that was waited for has failed; {@link #task()} is how it ended. */
public final class TaskFailedException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  private final transient Task task;

  TaskFailedException(Task task, Details details, String message) {
    super(message, details, null);
    this.task = task;
  }

  /** Returns the task as it was last seen. */
  public Task task() {
    return task;
  }
}
