package dev.mynah.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks again and again, less and less often. */
final class Polling {
  private final Settings settings;
  private final Duration first;
  private final Duration longest;
  private final double factor;

  Polling(Settings settings, Duration first, Duration longest, double factor) {
    this.settings = settings;
    this.first = first;
    this.longest = longest;
    this.factor = factor;
  }

  /**
   * Returns what is found in the end.
   *
   * @throws TimeoutException if nothing is until then
   */
  <T> T until(Deadline deadline, String what, Supplier<Optional<T>> look) {
    Duration wait = first;
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (wait.compareTo(deadline.left()) >= 0) {
        throw new TimeoutException(what, deadline.limit(), null);
      }
      try {
        settings.pauses().take(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("The waiting was given up.", e);
      }
      long longer = Math.round(wait.toMillis() * factor);
      wait = Duration.ofMillis(Math.min(longer, longest.toMillis()));
    }
  }
}
