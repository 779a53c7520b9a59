package dev.mynah.engine.speaker;

/**
 * A voice as a direction: recordings of one person point nearly the same way.
 *
 * @param values of length 1 together; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by similarity, never by equality
public record SpeakerEmbedding(float[] values) {

  /** Returns the cosine between two embeddings of the same encoder, -1 to 1. */
  public double similarity(SpeakerEmbedding other) {
    if (values.length != other.values.length) {
      throw new IllegalArgumentException("embeddings of different encoders");
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return Math.clamp(sum, -1, 1);
  }
}
