package dev.mynah.server.http.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.consent.ConsentService;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Visibility;
import dev.mynah.server.voice.VoiceCatalogue;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/** Makes voices, at {@code POST /v1/audio/voices}. */
final class VoiceCreation {
  private static final String SAMPLE = "audio_sample";
  private static final List<String> TYPES = List.of(SAMPLE, "prompt");
  private static final int MAX_NAME_CHARS = 500;
  private static final int MAX_CONSENT_CHARS = 2_000;

  private final RequestBodies bodies;
  private final ConsentService consents;
  private final CloneService clones;
  private final TaskService tasks;
  private final VoiceCatalogue voices;
  private final Duration waitLimit;

  /**
   * @param waitLimit how long a caller may wait for the voice
   */
  VoiceCreation(
      RequestBodies bodies,
      ConsentService consents,
      CloneService clones,
      TaskService tasks,
      VoiceCatalogue voices,
      Duration waitLimit) {
    this.bodies = bodies;
    this.consents = consents;
    this.clones = clones;
    this.tasks = tasks;
    this.voices = voices;
    this.waitLimit = waitLimit;
  }

  /** Answers when the voice can speak. */
  void create(Context context, Principal caller) {
    JsonFields form = bodies.read(context, BodyRules.withFiles(1));
    if (form.choice("type", TYPES).orElse(SAMPLE).equals("prompt")) {
      throw form.wrong(
          "type", "must be audio_sample here; voices from words are made at POST /v1/voice-design");
    }
    String name = form.requiredText("name", MAX_NAME_CHARS);
    String consent = form.requiredText("consent", MAX_CONSENT_CHARS);
    CloneOrder order =
        new CloneOrder(
            List.of(new Recording.LocalFile(FormFiles.path(form, SAMPLE))),
            SAMPLE,
            name,
            "",
            null,
            Visibility.PRIVATE,
            List.of(),
            List.of(),
            consents.find(consent.strip(), caller).statement());
    ObjectNode request = Json.object().put("name", name).put("consent", consent);
    Task accepted =
        clones.submit(
            order,
            new TaskOrder(TaskType.OPENAI_VOICE, request, Traces.of(context), Delivery.WAIT),
            caller);
    Task task = tasks.await(accepted.id(), waitLimit);
    OpenAiCalls.send(context, VoiceEndpoints.entity(voices.visible(voiceId(task), caller)));
  }

  private static String voiceId(Task task) {
    return switch (task.result()) {
      case TaskResult.VoiceMade made -> made.voiceId();
      case TaskResult.TaskFailure failure ->
          throw MynahException.failed(failure.code(), failure.field(), failure.message());
      case TaskResult.SpeechMade speech ->
          throw new IllegalStateException("task " + task.id() + " made speech");
      case null ->
          throw MynahException.of(
              ErrorCode.WAIT_TIMED_OUT,
              "The voice is still being made; it will be in GET /v1/audio/voices shortly.");
    };
  }
}
