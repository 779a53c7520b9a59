package dev.mynah.server.rendering;

import dev.mynah.audio.encode.EncodingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stream of speech sounds, whatever is said in it.
 *
 * @param voiceIds the voices that speak, written into the container as its provenance; empty for
 *     recordings sent along
 * @param encoding container, codec and rates
 * @param speed 0.5 to 2, 1 is the voice's own
 * @param volumeDb gain in dB, 0 leaves the level alone
 * @param normalizeLoudness whether to bring the speech to the usual loudness first
 * @param language BCP 47 tag, or null to find out from the text
 * @param seed same seed, same audio
 */
public record Manner(
    List<String> voiceIds,
    EncodingSettings encoding,
    double speed,
    double volumeDb,
    boolean normalizeLoudness,
    @Nullable String language,
    long seed) {
  public Manner {
    voiceIds = List.copyOf(voiceIds);
  }

  /** Returns how a script sounds. */
  static Manner of(Script script) {
    return new Manner(
        script.voiceIds(),
        script.encoding(),
        script.speed(),
        script.volumeDb(),
        script.normalizeLoudness(),
        script.language(),
        script.seed());
  }
}
