package dev.mynah.server.http.wire;

/**
 * A file that came in a form.
 *
 * @param size bytes written
 * @param sha256 64 hex digits of its content
 * @param name what the sender calls it, cleaned but otherwise as sent; may be empty
 * @param mediaType what the sender says it is, lower case without parameters; may be empty. Only a
 *     hint
 */
public record ReceivedFile(long size, String sha256, String name, String mediaType) {}
