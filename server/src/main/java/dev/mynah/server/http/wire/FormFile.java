package dev.mynah.server.http.wire;

import java.nio.file.Path;

/**
 * A file of a form, as the value of a field. It is deleted when its request is answered.
 *
 * @param path where it lies
 * @param size bytes
 * @param name what the sender calls it, cleaned but otherwise as sent; may be empty
 * @param mediaType what the sender says it is, lower case without parameters; may be empty. Only a
 *     hint
 */
public record FormFile(Path path, long size, String name, String mediaType) {}
