package dev.mynah.server.speech;

import dev.mynah.server.voice.Recording;
import org.jspecify.annotations.Nullable;

/**
 * A recording sent along with the text, to speak like.
 *
 * @param recording where it is
 * @param transcript what it says, or null if not known
 */
public record InlineReference(Recording recording, @Nullable String transcript) {}
