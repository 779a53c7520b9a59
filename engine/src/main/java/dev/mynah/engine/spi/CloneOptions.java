package dev.mynah.engine.spi;

/**
 * How a voice is made.
 *
 * @param maxSpeechSeconds how much of the best speech is used, 2 to 60
 */
public record CloneOptions(double maxSpeechSeconds) {
  public static final CloneOptions DEFAULT = new CloneOptions(30);
}
