package dev.mynah.server.task;

import dev.mynah.engine.spi.CancelSignal;
import java.time.Instant;
import java.util.Optional;

/** Does the work behind an entry of a queue. The same entry may come again after a crash. */
@FunctionalInterface
public interface WorkHandler {

  /**
   * Does the work. What it throws is logged, and the entry comes again a little later.
   *
   * @param id the entry
   * @param stopping true once the server wants to stop and the work should break off
   * @return when the entry is to come again, or empty if it is done
   */
  Optional<Instant> work(String id, CancelSignal stopping) throws Exception;
}
