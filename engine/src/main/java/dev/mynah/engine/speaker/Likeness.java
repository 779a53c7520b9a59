package dev.mynah.engine.speaker;

/**
 * What a similarity of {@link SpeakerEncoder} means. The bounds come from real recordings of 2 to
 * 18 s read aloud: two of one person score 0.77 to 0.94, two of different people 0.42 to 0.69, and
 * the fewest mistakes are made by telling them apart at 0.72.
 */
public enum Likeness {
  /** As alike as two recordings of one person. */
  SAME(0.77, "as alike as two recordings of one person"),
  /** Nearer to the same person than to another. */
  CLOSE(0.72, "close: nearer to the same person than to another"),
  /** As alike as two people with similar voices. */
  RELATED(0.60, "related: like another person with a similar voice"),
  /** As different as two people. */
  DIFFERENT(-1, "different: like somebody else");

  private final double least;
  private final String meaning;

  Likeness(double least, String meaning) {
    this.least = least;
    this.meaning = meaning;
  }

  /** Returns what a similarity of -1 to 1 means. */
  public static Likeness of(double similarity) {
    for (Likeness likeness : values()) {
      if (similarity >= likeness.least) {
        return likeness;
      }
    }
    return DIFFERENT;
  }

  /** Returns the meaning in words for people. */
  public String meaning() {
    return meaning;
  }
}
