package dev.mynah.client;

import java.time.Duration;

/** Figures as they read in a sentence. */
final class Words {
  private static final long MILLIS_A_SECOND = 1000;

  private Words() {}

  /** Returns a time in seconds if it is whole ones, else in milliseconds. */
  static String of(Duration time) {
    long millis = time.toMillis();
    return millis % MILLIS_A_SECOND == 0 ? millis / MILLIS_A_SECOND + " s" : millis + " ms";
  }
}
