package dev.mynah.engine.spi;

import java.util.List;

/**
 * A voice made from a description.
 *
 * @param profile what to speak with
 * @param traits what was understood of the description and made so, and what was chosen freely, in
 *     a few words each
 * @param leftOut what was understood but can't be made
 */
public record DesignedVoice(VoiceProfile profile, List<String> traits, List<String> leftOut) {
  public DesignedVoice {
    traits = List.copyOf(traits);
    leftOut = List.copyOf(leftOut);
  }
}
