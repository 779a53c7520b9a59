package dev.mynah.server.http.openai;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * The models there are, at {@code /v1/models}: first those that really do the work, then the names
 * by which programs ask for OpenAI's, which all come to the same.
 */
final class ModelEndpoints {
  private static final String OWNER = "mynah";

  /** When this dialect was first served: models are listed with a time, and never change here. */
  private static final long CREATED = 1_793_491_200L; // 1 November 2026

  private static final List<String> SPEECH_NAMES = List.of("tts-1", "tts-1-hd", "gpt-4o-mini-tts");
  private static final List<String> RECOGNITION_NAMES =
      List.of("whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-transcribe");

  private final List<String> names;

  /**
   * @param engine name of the engine that speaks
   * @param recognizer name of the model that listens; empty if there is none
   */
  ModelEndpoints(String engine, String recognizer) {
    List<String> all = new ArrayList<>();
    all.add(engine);
    if (!recognizer.isEmpty()) {
      all.add(recognizer);
    }
    all.addAll(SPEECH_NAMES);
    if (!recognizer.isEmpty()) {
      all.addAll(RECOGNITION_NAMES);
    }
    names = List.copyOf(all);
  }

  /** {@code GET /v1/models}. */
  void list(Context context, Principal caller) {
    OpenAiCalls.send(
        context, new OpenAiWire.Models("list", names.stream().map(ModelEndpoints::model).toList()));
  }

  /** {@code GET /v1/models/{id}}. */
  void show(Context context, Principal caller) {
    String id = context.pathParam("id");
    if (!names.contains(id)) {
      throw MynahException.of(
          ErrorCode.UNKNOWN_MODEL,
          "The model does not exist; GET /v1/models lists those there are.");
    }
    OpenAiCalls.send(context, model(id));
  }

  private static OpenAiWire.Model model(String name) {
    return new OpenAiWire.Model(name, "model", CREATED, OWNER);
  }
}
