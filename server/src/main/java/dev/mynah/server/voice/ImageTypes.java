package dev.mynah.server.voice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mynah.server.failure.MynahException;
import java.util.Arrays;
import java.util.Optional;

/** The pictures taken as covers, known by their first bytes, whatever their name or sender says. */
final class ImageTypes {
  static final int BYTES_NEEDED = 12;

  private ImageTypes() {}

  /**
   * Returns the media type of a picture.
   *
   * @param start its first {@link #BYTES_NEEDED} bytes, or all of them if there are fewer
   */
  static Optional<String> of(byte[] start) {
    String text = new String(start, ISO_8859_1);
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of("image/gif");
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of("image/webp");
    }
    return Optional.empty();
  }

  /**
   * Returns the media type of a picture that must be one.
   *
   * @param field wire name of the field it came in
   * @param picture all of it
   * @throws MynahException with INVALID_REQUEST
   */
  static String required(String field, byte[] picture) {
    return of(Arrays.copyOf(picture, Math.min(BYTES_NEEDED, picture.length)))
        .orElseThrow(
            () ->
                MynahException.invalid(
                    field, field + " must be a PNG, JPEG, GIF or WebP picture."));
  }
}
