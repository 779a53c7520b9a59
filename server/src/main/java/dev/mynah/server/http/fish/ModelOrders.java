package dev.mynah.server.http.fish;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.PictureFetcher;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Visibility;
import dev.mynah.server.voice.VoiceChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a voice is to be made from, and what is to be different about one. */
final class ModelOrders {
  private static final String VOICES = "voices";
  private static final String COVER = "cover_image";
  private static final List<String> VISIBILITIES = List.of("public", "unlist", "private");
  private static final List<String> TYPES = List.of("tts");
  private static final List<String> TRAIN_MODES = List.of("fast", "full");
  private static final int MAX_TITLE_CHARS = 200;
  private static final int MAX_DESCRIPTION_CHARS = 5_000;
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAGS_CHARS = 5_000; // of all tags in one part
  private static final int MAX_TRANSCRIPT_CHARS = 20_000;
  private static final int MAX_CONSENT_CHARS = 2_000;

  private ModelOrders() {}

  /** Reads a body of {@code POST /model}: the voice is public unless it says otherwise. */
  static CloneOrder made(JsonFields body) {
    String title = body.requiredText("title", MAX_TITLE_CHARS);
    List<Recording> recordings = SentRecordings.several(body, VOICES, CloneOrder.MAX_RECORDINGS);
    if (recordings.isEmpty()) {
      throw body.missing(VOICES);
    }
    // Sent by clients of the service this dialect comes from; they change nothing here.
    body.choice("type", TYPES);
    body.choice("train_mode", TRAIN_MODES);
    body.flag("enhance_audio_quality", true);
    body.flag("generate_sample", false);
    Optional<Recording> cover = SentRecordings.one(body, COVER);
    return new CloneOrder(
            recordings,
            VOICES,
            title.strip(),
            body.text("description", MAX_DESCRIPTION_CHARS).orElse("").strip(),
            cover.flatMap(ModelOrders::url).orElse(null),
            visibility(body).orElse(Visibility.PUBLIC),
            tags(body),
            transcripts(body, recordings.size()),
            consent(body))
        .withCover(cover.flatMap(ModelOrders::picture).orElse(null));
  }

  /**
   * Reads a body of {@code PATCH /model/{id}}.
   *
   * @param pictures downloads a picture that is named by its URL
   */
  static VoiceChanges changed(JsonFields body, PictureFetcher pictures) {
    Optional<Recording> cover = SentRecordings.one(body, COVER);
    return new VoiceChanges(
        body.text("title", MAX_TITLE_CHARS).orElse(null),
        body.text("description", MAX_DESCRIPTION_CHARS).map(String::strip).orElse(null),
        visibility(body).orElse(null),
        body.has("tags") ? tags(body) : null,
        cover
            .flatMap(
                sent ->
                    sent instanceof Recording.Url at
                        ? Optional.of(pictures.fetch(COVER, at.url()))
                        : picture(sent))
            .orElse(null));
  }

  private static Optional<Visibility> visibility(JsonFields body) {
    return body.choice("visibility", VISIBILITIES)
        .map(name -> Visibility.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  /** Some clients send a part for each, some one with commas between. */
  private static List<String> tags(JsonFields body) {
    return body.oneOrMoreTexts("tags", MAX_TAGS, MAX_TAGS_CHARS).stream()
        .flatMap(ModelOrders::parts)
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * A transcript may hold commas, and some clients put commas between transcripts. So a single text
   * for several recordings is taken apart, and if that doesn't give one for each, nobody can tell
   * where one ends: then they count as not known.
   */
  private static List<String> transcripts(JsonFields body, int recordings) {
    List<String> texts =
        body.oneOrMoreTexts("texts", CloneOrder.MAX_TRANSCRIPTS, MAX_TRANSCRIPT_CHARS);
    if (texts.size() != 1 || recordings == 1) {
      return texts;
    }
    List<String> parts = parts(texts.getFirst()).toList();
    return parts.size() == recordings || parts.size() == 1 ? parts : List.of();
  }

  private static Stream<String> parts(String joined) {
    return Arrays.stream(joined.split(",", -1)).map(String::strip);
  }

  private static @Nullable String consent(JsonFields body) {
    return body.text("consent", MAX_CONSENT_CHARS)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }

  private static Optional<String> url(Recording cover) {
    return cover instanceof Recording.Url at ? Optional.of(at.url()) : Optional.empty();
  }

  /** Returns a picture that was sent along; empty if it is somewhere else, or an empty file. */
  private static Optional<byte[]> picture(Recording cover) {
    return switch (cover) {
      case Recording.Url at -> Optional.empty();
      case Recording.Bytes sent -> {
        requireSmall(sent.bytes().length);
        yield Optional.of(sent.bytes());
      }
      case Recording.LocalFile file -> picture(file.path());
    };
  }

  private static Optional<byte[]> picture(Path file) {
    try {
      long size = Files.size(file);
      requireSmall(size);
      return size == 0 ? Optional.empty() : Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The picture can't be read just now.", e);
    }
  }

  private static void requireSmall(long size) {
    if (size > PictureFetcher.MAX_BYTES) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE, COVER + " is larger than " + PictureFetcher.MAX_BYTES + " bytes.");
    }
  }
}
