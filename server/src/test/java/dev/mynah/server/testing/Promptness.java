package dev.mynah.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * How soon something happens. A machine that does other things may spoil any one measurement but
 * seldom all of several, so the best of a few counts, and the bound needs no allowance for others.
 */
public final class Promptness {
  private static final int TRIES = 5;

  private Promptness() {}

  /** What must be seen is seen in every try; that it is seen soon, in one of them. */
  public static void assertWithin(Duration bound, Callable<Duration> measurement) throws Exception {
    List<Duration> took = new ArrayList<>();
    while (took.size() < TRIES && took.stream().noneMatch(each -> each.compareTo(bound) < 0)) {
      took.add(measurement.call());
    }
    assertThat(took).as("one below %s", bound).anyMatch(each -> each.compareTo(bound) < 0);
  }

  /** Returns the time since a {@link System#nanoTime}. */
  public static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
