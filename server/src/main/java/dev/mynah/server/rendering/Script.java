package dev.mynah.server.rendering;

import dev.mynah.audio.encode.EncodingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a piece of speech sounds like.
 *
 * @param parts spoken one after the other, at least one
 * @param voiceIds the voices that speak, written into the file as its provenance; empty for a
 *     recording sent along
 * @param encoding container, codec and rates
 * @param speed 0.5 to 2, 1 is the voice's own
 * @param volumeDb gain in dB, 0 leaves the level alone
 * @param normalizeLoudness whether to bring the speech to the usual loudness first
 * @param language BCP 47 tag, or null to find out from the text
 * @param seed same seed, same audio
 */
public record Script(
    List<SpokenPart> parts,
    List<String> voiceIds,
    EncodingSettings encoding,
    double speed,
    double volumeDb,
    boolean normalizeLoudness,
    @Nullable String language,
    long seed) {
  public Script {
    parts = List.copyOf(parts);
    voiceIds = List.copyOf(voiceIds);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a script needs a part");
    }
  }
}
