package dev.mynah.server.task;

import dev.mynah.server.token.Principal;
import java.time.Duration;
import java.util.Optional;

/** The record of the work callers asked for. */
public interface TaskService {

  /** Returns a task of the caller's owner (any task for an admin); otherwise empty. */
  Optional<Task> find(String id, Principal principal);

  /**
   * Waits until a task has finished, woken by its end, and returns it; returns it as it is when the
   * time is over first.
   */
  Task await(String id, Duration limit);
}
