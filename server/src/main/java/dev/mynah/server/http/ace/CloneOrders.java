package dev.mynah.server.http.ace;

import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Visibility;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the order for a voice, at {@code /fish/voices} and at {@code /fish/model}. */
final class CloneOrders {
  private static final List<String> VISIBILITIES = List.of("public", "unlist", "private");
  private static final List<String> IMAGE_FIELDS =
      List.of("image_url", "image_urls", "cover_image");
  private static final int MAX_TITLE_CHARS = 200;
  private static final int MAX_DESCRIPTION_CHARS = 5_000;
  private static final int MAX_WORD_CHARS = 100;
  private static final int MAX_IMAGES = 20;
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG_CHARS = 50;
  private static final int MAX_TRANSCRIPT_CHARS = 10_000;
  private static final int MAX_CONSENT_CHARS = 2_000;

  private CloneOrders() {}

  /** Reads a body of {@code /fish/voices}: the voice is public unless it says otherwise. */
  static CloneOrder voices(JsonFields body) {
    return order(
        body,
        List.of(Recordings.required(body, "voice_url")),
        "voice_url",
        body.text("title", MAX_TITLE_CHARS).orElse(""),
        Visibility.PUBLIC);
  }

  /** Reads a body of {@code /fish/model}: the voice is private unless it says otherwise. */
  static CloneOrder model(JsonFields body) {
    String title = body.requiredText("title", MAX_TITLE_CHARS);
    List<Recording> recordings = Recordings.several(body, "voices", CloneOrder.MAX_RECORDINGS);
    // Sent by clients of the service this dialect comes from; they change nothing here.
    body.text("type", MAX_WORD_CHARS);
    body.text("train_mode", MAX_WORD_CHARS);
    body.flag("enhance_audio_quality", false);
    body.flag("generate_sample", false);
    return order(body, recordings, "voices", title, Visibility.PRIVATE);
  }

  private static CloneOrder order(
      JsonFields body,
      List<Recording> recordings,
      String recordingField,
      String title,
      Visibility whenAbsent) {
    return new CloneOrder(
        recordings,
        recordingField,
        title.strip(),
        body.text("description", MAX_DESCRIPTION_CHARS).orElse("").strip(),
        image(body),
        body.choice("visibility", VISIBILITIES)
            .map(name -> Visibility.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(whenAbsent),
        body.texts("tags", MAX_TAGS, MAX_TAG_CHARS).stream()
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList(),
        body.oneOrMoreTexts("texts", CloneOrder.MAX_TRANSCRIPTS, MAX_TRANSCRIPT_CHARS),
        consent(body));
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

  private static @Nullable String consent(JsonFields body) {
    return body.text("consent", MAX_CONSENT_CHARS)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }
}
