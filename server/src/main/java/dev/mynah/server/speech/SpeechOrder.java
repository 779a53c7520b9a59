package dev.mynah.server.speech;

import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.spi.Latency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to be spoken.
 *
 * @param text what to say
 * @param referenceIds voices to speak with; several take turns where the text says {@code
 *     <|speaker:1|>}. Empty, with no references either, for the default voice
 * @param references recordings to speak like, in place of stored voices
 * @param encoding container, codec and rates
 * @param speed 0.5 to 2, 1 is the voice's own
 * @param volumeDb gain in dB, -20 to 20
 * @param normalizeLoudness whether to bring the speech to the usual loudness first
 * @param language BCP 47 tag of the text, or null to find out
 * @param seed same seed, same audio; null for the server's own
 * @param latency how much of the text may be spoken before the first of it is heard; matters to
 *     streams only
 */
public record SpeechOrder(
    String text,
    List<String> referenceIds,
    List<InlineReference> references,
    EncodingSettings encoding,
    double speed,
    double volumeDb,
    boolean normalizeLoudness,
    @Nullable String language,
    @Nullable Long seed,
    Latency latency) {
  public static final double MAX_VOLUME_DB = 20;

  public SpeechOrder {
    referenceIds = List.copyOf(referenceIds);
    references = List.copyOf(references);
  }

  /** An order that is in no hurry. */
  public SpeechOrder(
      String text,
      List<String> referenceIds,
      List<InlineReference> references,
      EncodingSettings encoding,
      double speed,
      double volumeDb,
      boolean normalizeLoudness,
      @Nullable String language,
      @Nullable Long seed) {
    this(
        text,
        referenceIds,
        references,
        encoding,
        speed,
        volumeDb,
        normalizeLoudness,
        language,
        seed,
        Latency.NORMAL);
  }

  /** Plain speech: the voice's own speed and level. */
  public static SpeechOrder plain(
      String text, List<String> referenceIds, EncodingSettings encoding) {
    return new SpeechOrder(text, referenceIds, List.of(), encoding, 1, 0, true, null, null);
  }

  /** Returns the same with another text. */
  SpeechOrder withText(String other) {
    return new SpeechOrder(
        other,
        referenceIds,
        references,
        encoding,
        speed,
        volumeDb,
        normalizeLoudness,
        language,
        seed,
        latency);
  }
}
