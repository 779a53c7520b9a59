package dev.mynah.server.testing;

import dev.mynah.server.db.IdSource;
import java.util.concurrent.atomic.AtomicLong;

/** Identifiers that count up, so that a failing test reads well. */
public final class CountedIds implements IdSource {
  private final AtomicLong last = new AtomicLong();

  @Override
  public String hex() {
    return "%032x".formatted(0xabc0000 + last.incrementAndGet());
  }
}
