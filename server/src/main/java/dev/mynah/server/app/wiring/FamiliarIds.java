package dev.mynah.server.app.wiring;

import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.ConfigurationException;
import dev.mynah.server.voice.VoiceAliases;
import dev.mynah.server.voice.VoiceCatalogue;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ids of voices that clients know from elsewhere, as the operator set them. */
final class FamiliarIds {
  private static final Logger LOG = LoggerFactory.getLogger(FamiliarIds.class);

  private FamiliarIds() {}

  static VoiceAliases of(Configuration configuration) {
    try {
      return VoiceAliases.of(configuration.voiceAliases());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("voice-aliases: " + e.getMessage()));
    }
  }

  /** A voice may be erased any day, so an alias without one is no reason not to start. */
  static void check(VoiceCatalogue voices) {
    List<String> dangling = voices.danglingAliases();
    if (!dangling.isEmpty()) {
      LOG.warn("voice-aliases: no voice stands behind {}", String.join(", ", dangling));
    }
  }
}
