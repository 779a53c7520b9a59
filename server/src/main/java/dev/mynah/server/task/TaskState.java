package dev.mynah.server.task;

/** How far a task has come; it only ever moves down this list. */
public enum TaskState {
  PENDING,
  RUNNING,
  SUCCEEDED,
  FAILED;

  /** Whether the outcome is known. */
  public boolean finished() {
    return this == SUCCEEDED || this == FAILED;
  }
}
