package dev.mynah.engine.spi;

import org.jspecify.annotations.Nullable;

/**
 * One text to be spoken.
 *
 * @param text what to say, any length
 * @param voice profile made by the same engine
 * @param speed 1 is the voice's own pace; {@link #MIN_SPEED} to {@link #MAX_SPEED}
 * @param seed same seed, same audio
 * @param language BCP 47 tag the caller claims, or null to find out from the text
 * @param latency how much of the text may be spoken in the first go
 */
public record SpeechRequest(
    String text,
    VoiceProfile voice,
    double speed,
    long seed,
    @Nullable String language,
    Latency latency) {
  public static final double MIN_SPEED = 0.5;
  public static final double MAX_SPEED = 2.0;

  public SpeechRequest {
    if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
      throw new IllegalArgumentException("speed must be between 0.5 and 2: " + speed);
    }
  }

  /** A request whose first stretch is a sentence. */
  public SpeechRequest(
      String text, VoiceProfile voice, double speed, long seed, @Nullable String language) {
    this(text, voice, speed, seed, language, Latency.NORMAL);
  }
}
