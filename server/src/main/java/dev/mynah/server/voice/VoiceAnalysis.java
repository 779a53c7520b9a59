package dev.mynah.server.voice;

import dev.mynah.audio.analysis.SoundPicture;
import org.jspecify.annotations.Nullable;

/**
 * What a voice looks like beside the recording it was made from.
 *
 * @param spoken its spoken sample, or null as long as it has none
 * @param reference one of its recordings, or null if it has none or it isn't the caller's
 */
public record VoiceAnalysis(@Nullable SoundPicture spoken, @Nullable SoundPicture reference) {}
