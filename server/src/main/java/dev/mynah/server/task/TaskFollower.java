package dev.mynah.server.task;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * Hears how a task goes until it ends. What its methods throw means that nobody listens any more.
 */
public interface TaskFollower {
  /**
   * The task waits to be begun.
   *
   * @param place which of those that wait it is, from 1; empty if nobody can say
   */
  void waiting(OptionalInt place) throws IOException;

  /** The task is worked on, by a process that can't be asked how far it has come. */
  void running() throws IOException;

  /** The task is worked on. */
  void at(Progress progress) throws IOException;

  /** There is nothing new. */
  void quiet() throws IOException;

  /** The task has ended; the last call. */
  void ended(Task task) throws IOException;

  /** The task is out of its owner's sight, or its time is over; the last call. */
  void gone() throws IOException;
}
