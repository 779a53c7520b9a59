package dev.mynah.server.speech;

import dev.mynah.server.voice.Recording;
import org.jspecify.annotations.Nullable;

/**
 * A recording sent along with the text, to speak like.
 *
 * @param recording where it is
 * @param transcript what it says, or null if not known
 * @param speaker who is heard on it, from 0: speakers take turns where the text says {@code
 *     <|speaker:1|>}
 */
public record InlineReference(Recording recording, @Nullable String transcript, int speaker) {
  public InlineReference {
    if (speaker < 0) {
      throw new IllegalArgumentException("speakers are counted from 0: " + speaker);
    }
  }

  /** A recording of the only speaker. */
  public InlineReference(Recording recording, @Nullable String transcript) {
    this(recording, transcript, 0);
  }
}
