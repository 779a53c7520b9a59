package dev.mynah.server.http.ace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.ace.AceWire.Accepted;
import dev.mynah.server.http.ace.AceWire.Audio;
import dev.mynah.server.http.ace.AceWire.AudioEnvelope;
import dev.mynah.server.http.ace.AceWire.FailedOutcome;
import dev.mynah.server.http.ace.AceWire.Failure;
import dev.mynah.server.http.ace.AceWire.ModelEntity;
import dev.mynah.server.http.ace.AceWire.Problem;
import dev.mynah.server.http.ace.AceWire.SpeechAnswer;
import dev.mynah.server.http.ace.AceWire.SpeechOutcome;
import dev.mynah.server.http.ace.AceWire.TaskEntity;
import dev.mynah.server.http.ace.AceWire.VoiceEnvelope;
import dev.mynah.server.http.ace.AceWire.VoiceOutcome;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.webhook.CallbackBodies;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Tells how a task ended, in the four places a client may hear of it: the answer it waits for, the
 * answer that only accepts, the callback, and the task when asked for.
 */
public final class AceOutcomes implements CallbackBodies {
  private static final double MICROS_A_SECOND = 1e6;

  private final AceEntities entities;
  private final AceLinks links;
  private final VoiceCatalogue voices;

  public AceOutcomes(AceLinks links, VoiceCatalogue voices) {
    this.entities = new AceEntities(links);
    this.links = links;
    this.voices = voices;
  }

  /** Returns the answer to a caller who goes away; only speech says when it started. */
  static Accepted accepted(Task task) {
    return new Accepted(
        task.id(), task.type() == TaskType.FISH_TTS ? unixSeconds(task.createdAt()) : null);
  }

  /**
   * Returns the answer to a caller who waited.
   *
   * @throws MynahException if the work failed
   */
  Object answer(Task task) {
    return switch (finished(task)) {
      case TaskResult.VoiceMade made when task.type() == TaskType.FISH_MODEL_CREATE ->
          model(task, made);
      case TaskResult.VoiceMade made -> voiceEnvelope(task, made);
      case TaskResult.SpeechMade made when task.type() == TaskType.AUDIOS ->
          new AudioEnvelope(true, task.id(), task.traceId(), audios(made));
      case TaskResult.SpeechMade made -> new SpeechAnswer(links.speech(made), made.latencyMillis());
      case TaskResult.TaskFailure failure ->
          throw MynahException.of(failure.code(), failure.message());
    };
  }

  @Override
  public byte[] render(Task task) {
    return Json.write(
        switch (finished(task)) {
          case TaskResult.VoiceMade made -> voiceEnvelope(task, made);
          case TaskResult.SpeechMade made when task.type() == TaskType.AUDIOS ->
              new AudioEnvelope(true, task.id(), task.traceId(), audios(made));
          case TaskResult.SpeechMade made -> speechOutcome(task, made);
          case TaskResult.TaskFailure failure ->
              new Failure(false, task.id(), problem(failure), task.traceId());
        });
  }

  /** Returns a task as POST /fish/tasks shows it. */
  TaskEntity entity(Task task) {
    Instant finishedAt = task.finishedAt();
    Instant startedAt = task.startedAt() == null ? task.createdAt() : task.startedAt();
    return new TaskEntity(
        task.id().replace("-", "").substring(0, 24),
        task.id(),
        apiId(task.type()),
        task.ownerId(),
        task.traceId(),
        AceEntities.lower(task.type()),
        task.request(),
        response(task),
        unixSeconds(task.createdAt()),
        task.startedAt() == null ? null : unixSeconds(startedAt),
        finishedAt == null ? null : unixSeconds(finishedAt),
        finishedAt == null
            ? null
            : Math.round((unixSeconds(finishedAt) - unixSeconds(startedAt)) * 1000) / 1000.0);
  }

  /** An empty object until the end: clients search the request if there is none or null. */
  private JsonNode response(Task task) {
    TaskResult result = task.result();
    if (result == null) {
      return Json.object();
    }
    return Json.tree(
        switch (result) {
          case TaskResult.VoiceMade made -> {
            ModelEntity model = model(task, made);
            String sample =
                model.samples().isEmpty() ? model.coverImage() : model.samples().getFirst().audio();
            yield new VoiceOutcome(true, task.id(), task.traceId(), "succeeded", sample, model);
          }
          case TaskResult.SpeechMade made -> speechOutcome(task, made);
          case TaskResult.TaskFailure failure -> {
            Problem problem = problem(failure);
            yield new FailedOutcome(
                false,
                problem,
                AceErrors.line(failure.code()).status(),
                problem.message(),
                task.id(),
                task.traceId());
          }
        });
  }

  private VoiceEnvelope voiceEnvelope(Task task, TaskResult.VoiceMade made) {
    return new VoiceEnvelope(true, task.id(), task.traceId(), model(task, made));
  }

  private SpeechOutcome speechOutcome(Task task, TaskResult.SpeechMade made) {
    return new SpeechOutcome(
        true,
        task.id(),
        task.traceId(),
        links.speech(made),
        audios(made),
        task.startedAt() == null ? null : unixSeconds(task.startedAt()),
        made.latencyMillis());
  }

  private ModelEntity model(Task task, TaskResult.VoiceMade made) {
    Principal owner = new Principal(task.ownerId(), task.ownerId(), Set.of());
    return entities.model(voices.visible(made.voiceId(), owner), owner);
  }

  /**
   * Returns the id clients group their history by: that of the service this dialect comes from
   * where it is published, otherwise one of our own that never changes.
   */
  private static String apiId(TaskType type) {
    return switch (type) {
      case FISH_TTS -> "77adcb84-d59f-5ef9-b8a0-8b35eb42a71d";
      case FISH_MODEL_CREATE -> "82dcabe9-b1a3-541f-80f1-decb183b920c";
      case VOICES, AUDIOS ->
          UUID.nameUUIDFromBytes(type.name().getBytes(StandardCharsets.UTF_8)).toString();
    };
  }

  private List<Audio> audios(TaskResult.SpeechMade made) {
    return List.of(new Audio(links.speech(made)));
  }

  private static Problem problem(TaskResult.TaskFailure failure) {
    return new Problem(
        AceErrors.line(failure.code()).code(),
        AceErrors.message(failure.code(), failure.message()));
  }

  private static TaskResult finished(Task task) {
    TaskResult result = task.result();
    if (result == null) {
      throw new IllegalArgumentException("task " + task.id() + " hasn't finished");
    }
    return result;
  }

  private static double unixSeconds(Instant instant) {
    long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    return micros / MICROS_A_SECOND;
  }
}
