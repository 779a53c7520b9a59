package dev.mynah.server.voice;

import org.jspecify.annotations.Nullable;

/**
 * What is put down with a clone task for its worker.
 *
 * @param voiceId the voice to be made
 * @param url where the recording is, or null if it was sent along
 * @param blobId the recording that was sent along, or null
 * @param field wire name of the field the recording came in
 * @param imageUrl the picture, or null
 * @param transcript what the recording says, or null
 */
record CloneWork(
    String voiceId,
    @Nullable String url,
    @Nullable String blobId,
    String field,
    @Nullable String imageUrl,
    @Nullable String transcript) {}
