package dev.mynah.server.upload;

import java.time.Instant;

/**
 * A file that was handed in.
 *
 * @param blobId where it is kept
 * @param fileName safe in a link: letters, digits, {@code . _ -}
 * @param mediaType what it is served as
 * @param size in bytes
 * @param expiresAt when it goes, and its link with it
 */
public record Upload(
    String blobId, String fileName, String mediaType, long size, Instant expiresAt) {}
