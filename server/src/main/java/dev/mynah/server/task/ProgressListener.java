package dev.mynah.server.task;

/** Hears how far work has come; called by the worker, so it returns at once. */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener NONE = progress -> {};

  /** Reports a step as it begins, or how far it has come since. */
  void at(Progress progress);
}
