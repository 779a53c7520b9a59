package dev.mynah.engine.lark.synthesis;

/** How long the voice rests between two stretches of speech, from the last sound to the next. */
public enum Pause {
  /** Inside a clause that was cut so that its beginning sounds soon: no more than the margins. */
  WORD(0.0875),
  /** Within a sentence that was too long for the network: no more than a breath. */
  CLAUSE(0.12),
  /** Between sentences. */
  SENTENCE(0.32),
  /** Between paragraphs. */
  PARAGRAPH(0.70);

  private final double seconds;

  Pause(double seconds) {
    this.seconds = seconds;
  }

  /** Returns the rest at the voice's own pace, in seconds. */
  public double seconds() {
    return seconds;
  }
}
