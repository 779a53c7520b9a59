package dev.mynah.server.fetch;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that was fetched. It belongs to the caller, who deletes it.
 *
 * @param file where it lies
 * @param size in bytes, at least 1
 * @param contentType what the server said it is, lower case without parameters; only a hint
 * @param fileName last part of the final URL's path, safe as a file name; may be empty
 */
public record FetchedMedia(Path file, long size, Optional<String> contentType, String fileName) {}
