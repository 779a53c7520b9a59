package dev.mynah.engine.model;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a store said. */
final class RecordedProgress implements ModelProgress {
  private final List<String> steps = new ArrayList<>();
  private long lastDone;
  private long lastTotal;

  @Override
  public synchronized void step(String message) {
    steps.add(message);
  }

  @Override
  public synchronized void bytes(long done, long total) {
    lastDone = done;
    lastTotal = total;
  }

  synchronized List<String> steps() {
    return List.copyOf(steps);
  }

  synchronized long lastDone() {
    return lastDone;
  }

  synchronized long lastTotal() {
    return lastTotal;
  }
}
