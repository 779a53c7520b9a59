package dev.mynah.server.blob;

import java.time.Instant;

/**
 * A stored file.
 *
 * @param id 32 hex digits, its public name
 * @param sha256 64 hex digits of its content, under which the bytes are kept
 * @param size in bytes
 * @param mediaType e.g. {@code audio/mpeg}
 * @param createdAt when it was stored
 */
public record Blob(String id, String sha256, long size, String mediaType, Instant createdAt) {}
