package dev.mynah.server.task;

/** What is done to make a voice, in this order. */
public enum WorkStep {
  /** A recording is downloaded. */
  FETCHING,
  /** A recording becomes samples. */
  DECODING,
  /** Speech is looked for. */
  INSPECTING,
  /** The voice is estimated from the speech. */
  PROFILE,
  /** The voice says its first words. */
  SAMPLE,
  /** The picture is fetched or drawn. */
  COVER
}
