package dev.mynah.server.http.openai;

import dev.mynah.server.http.wire.JsonFields;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a recording.
 *
 * @param file where the recording lies
 * @param format of the answer
 * @param language what the caller says it is in, or null
 * @param words whether words get times, in {@link Format#VERBOSE_JSON}
 * @param segments whether segments are told, in {@link Format#VERBOSE_JSON}
 * @param stream whether what is understood is told as soon as it is
 */
record TranscriptionWish(
    Path file,
    Format format,
    @Nullable String language,
    boolean words,
    boolean segments,
    boolean stream) {
  private static final List<String> GRANULARITIES = List.of("word", "segment");
  private static final int MAX_NAME_CHARS = 200;
  private static final int MAX_PROMPT_CHARS = 100_000;
  private static final String FORMATS = "response_format";

  /** How a transcript is written. */
  enum Format {
    JSON,
    TEXT,
    SRT,
    VTT,
    VERBOSE_JSON
  }

  /** Reads a form. Any model will do; prompt and temperature have nothing to steer here. */
  static TranscriptionWish read(JsonFields form) {
    form.requiredText("model", MAX_NAME_CHARS);
    form.text("prompt", MAX_PROMPT_CHARS);
    form.number("temperature", 0, 1);
    List<String> granularities = granularities(form);
    return new TranscriptionWish(
        FormFiles.path(form, "file"),
        format(form),
        form.text("language", MAX_NAME_CHARS).filter(text -> !text.isBlank()).orElse(null),
        granularities.contains("word"),
        granularities.isEmpty() || granularities.contains("segment"),
        form.flag("stream", false));
  }

  private static Format format(JsonFields form) {
    String name = form.text(FORMATS, MAX_NAME_CHARS).orElse("json");
    return switch (name) {
      case "", "json" -> Format.JSON;
      case "text" -> Format.TEXT;
      case "srt" -> Format.SRT;
      case "vtt" -> Format.VTT;
      case "verbose_json" -> Format.VERBOSE_JSON;
      case "diarized_json" ->
          throw form.wrong(FORMATS, "can't be diarized_json: speakers are not told apart here");
      default -> throw form.wrong(FORMATS, "must be one of json, text, srt, vtt, verbose_json");
    };
  }

  private static List<String> granularities(JsonFields form) {
    List<String> told =
        form.oneOrMoreTexts("timestamp_granularities", GRANULARITIES.size(), MAX_NAME_CHARS);
    for (String each : told) {
      if (!GRANULARITIES.contains(each)) {
        throw form.wrong("timestamp_granularities", "must be word, segment or both");
      }
    }
    return told;
  }
}
