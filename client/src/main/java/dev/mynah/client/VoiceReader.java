package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a voice as all three services write it. */
final class VoiceReader {
  private VoiceReader() {}

  /** Returns whether this is a voice. */
  static boolean isVoice(JsonNode node) {
    return Json.text(node, "_id") != null && node.has("title");
  }

  /**
   * Reads a voice.
   *
   * @throws UnexpectedAnswerException if it is none
   */
  static Voice read(JsonNode node) {
    if (!isVoice(node)) {
      throw UnexpectedAnswerException.of("The answer holds no voice.");
    }
    return new Voice(
        Json.textOr(node, "_id", ""),
        Json.textOr(node, "title", ""),
        Json.textOr(node, "description", ""),
        state(Json.textOr(node, "state", "trained")),
        Visibility.of(Json.textOr(node, "visibility", "")),
        Json.texts(node, "tags"),
        Json.texts(node, "languages"),
        samples(node.path("samples")),
        Json.textOr(node, "cover_image", ""),
        Json.textOr(node.path("author"), "_id", ""),
        node.path("task_count").asLong(),
        node.path("like_count").asLong(),
        Json.time(node, "created_at"),
        Json.time(node, "updated_at"),
        report(node.path("report")));
  }

  private static Voice.State state(String wire) {
    return switch (wire) {
      case "created" -> Voice.State.CREATED;
      case "training" -> Voice.State.TRAINING;
      case "failed" -> Voice.State.FAILED;
      default -> Voice.State.TRAINED;
    };
  }

  private static List<Voice.Sample> samples(JsonNode nodes) {
    List<Voice.Sample> samples = new ArrayList<>();
    for (JsonNode node : nodes) {
      samples.add(
          new Voice.Sample(
              Json.textOr(node, "title", ""),
              Json.textOr(node, "text", ""),
              Json.textOr(node, "audio", "")));
    }
    return List.copyOf(samples);
  }

  private static Voice.@Nullable Report report(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    List<String> warnings = new ArrayList<>();
    node.path("warnings").forEach(each -> warnings.add(Json.textOr(each, "message", "")));
    return new Voice.Report(
        node.path("speech_seconds").asDouble(),
        node.path("noise_floor_dbfs").asDouble(),
        node.path("median_f0_hz").asDouble(),
        List.copyOf(warnings));
  }
}
