package dev.mynah.server.voice;

import dev.mynah.server.blob.Blob;
import org.jspecify.annotations.Nullable;

/**
 * A recording of a voice whose files are stored.
 *
 * @param original as it came
 * @param decoded as it is listened to
 * @param sampleRate of the original, Hz
 * @param transcript what is said in it, or null if nobody told
 */
record StoredRecording(Blob original, Blob decoded, int sampleRate, @Nullable String transcript) {}
