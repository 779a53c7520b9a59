package dev.mynah.engine.spi;

/** What matters more at the beginning of a text: that it sounds soon, or as good as it can. */
public enum Latency {
  /** Sounds soonest: the first stretch is a clause or a few words. */
  LOW,
  /** The first stretch is a clause, if that is worth saying by itself. */
  BALANCED,
  /** The first stretch is a sentence, as are all that follow. */
  NORMAL
}
