package dev.mynah.server.task;

/**
 * A task is no longer this worker's: it was ended from outside, or another node has taken it up.
 * Thrown inside the transaction that would have ended it, so that nothing of it stays.
 */
public final class ClaimLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ClaimLostException(String taskId) {
    super("task " + taskId + " is no longer this worker's");
  }
}
