package dev.mynah.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A recording or picture: somewhere on the web, in a file, or in memory. One of the three isn't
 * null.
 *
 * @param name of the file, or empty
 */
record Recording(String name, @Nullable String url, @Nullable Path file, byte @Nullable [] bytes) {
  static Recording ofUrl(String field, String url) {
    Check.webUrl(field, url);
    return new Recording("", url, null, null);
  }

  static Recording ofFile(String field, Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InvalidRequestException(field, "names a file that can't be read: " + file);
    }
    return new Recording(nameOf(file), null, file, null);
  }

  static Recording ofBytes(String field, String name, byte[] bytes) {
    if (bytes.length == 0) {
      throw new InvalidRequestException(field, "must not be empty");
    }
    return new Recording(name, null, null, bytes.clone());
  }

  private static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? "recording" : name.toString();
  }

  boolean isUrl() {
    return url != null;
  }

  /** Returns its bytes as they are sent, read anew by every try. */
  BodyPublisher publisher(String field) {
    if (bytes != null) {
      return BodyPublishers.ofByteArray(bytes);
    }
    if (file == null) {
      throw new IllegalStateException("a URL has no bytes to send");
    }
    try {
      return BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new InvalidRequestException(field, "names a file that is gone: " + file);
    }
  }
}
