package dev.mynah.client;

import java.util.Locale;

/** How much of a text the first sound waits for. */
public enum Latency {
  /** As little as possible. Not at Ace Data Cloud. */
  LOW,
  /** Less than a sentence. */
  BALANCED,
  /** A sentence. */
  NORMAL;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
