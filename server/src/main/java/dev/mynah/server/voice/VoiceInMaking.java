package dev.mynah.server.voice;

import org.jspecify.annotations.Nullable;

/**
 * A voice that isn't made yet, or whose making failed.
 *
 * @param voice the voice
 * @param taskId the task that makes it, or null if that isn't known any more
 * @param failure why it failed, for people, or null
 */
public record VoiceInMaking(Voice voice, @Nullable String taskId, @Nullable String failure) {}
