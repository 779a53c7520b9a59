package dev.mynah.server.http.ace;

import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.Visibility;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the order for a voice at {@code /fish/voices}. */
final class CloneOrders {
  private static final List<String> VISIBILITIES = List.of("public", "unlist", "private");
  private static final List<String> IMAGE_FIELDS =
      List.of("image_url", "image_urls", "cover_image");
  private static final int MAX_TITLE_CHARS = 200;
  private static final int MAX_DESCRIPTION_CHARS = 5_000;
  private static final int MAX_IMAGES = 20;
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG_CHARS = 50;
  private static final int MAX_TRANSCRIPT_CHARS = 10_000;

  private CloneOrders() {}

  static CloneOrder voices(JsonFields body) {
    return new CloneOrder(
        Recordings.required(body, "voice_url"),
        "voice_url",
        body.text("title", MAX_TITLE_CHARS).orElse("").strip(),
        body.text("description", MAX_DESCRIPTION_CHARS).orElse("").strip(),
        image(body),
        body.choice("visibility", VISIBILITIES)
            .map(name -> Visibility.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(Visibility.PUBLIC),
        body.texts("tags", MAX_TAGS, MAX_TAG_CHARS).stream()
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList(),
        transcript(body));
  }

  /** The guide, the table and the answer each call the picture by another name: all are taken. */
  private static @Nullable String image(JsonFields body) {
    for (String field : IMAGE_FIELDS) {
      Optional<String> url =
          body.oneOrMoreTexts(field, MAX_IMAGES, Recordings.MAX_URL_CHARS).stream()
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .findFirst();
      if (url.isPresent()) {
        return url.get();
      }
    }
    return null;
  }

  private static @Nullable String transcript(JsonFields body) {
    return body.oneOrMoreTexts("texts", 1, MAX_TRANSCRIPT_CHARS).stream()
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse(null);
  }
}
