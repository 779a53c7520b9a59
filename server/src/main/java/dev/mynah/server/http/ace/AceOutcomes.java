package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.ace.AceWire.Accepted;
import dev.mynah.server.http.ace.AceWire.Audio;
import dev.mynah.server.http.ace.AceWire.AudioEnvelope;
import dev.mynah.server.http.ace.AceWire.Cost;
import dev.mynah.server.http.ace.AceWire.FailedOutcome;
import dev.mynah.server.http.ace.AceWire.Failure;
import dev.mynah.server.http.ace.AceWire.Problem;
import dev.mynah.server.http.ace.AceWire.SpeechAnswer;
import dev.mynah.server.http.ace.AceWire.SpeechOutcome;
import dev.mynah.server.http.ace.AceWire.TaskEntity;
import dev.mynah.server.http.ace.AceWire.VoiceEnvelope;
import dev.mynah.server.http.ace.AceWire.VoiceOutcome;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.entity.ModelEntity;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.http.wire.ServiceError;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceErasure;
import dev.mynah.server.webhook.CallbackBodies;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a task ended, in the four places a client may hear of it: the answer it waits for, the
 * answer that only accepts, the callback, and the task when asked for.
 */
public final class AceOutcomes implements CallbackBodies {
  private static final double MICROS_A_SECOND = 1e6;
  private static final int DOCUMENT_ID_CHARS = 24;

  private final ModelEntities entities;
  private final PublicLinks links;
  private final VoiceCatalogue voices;

  public AceOutcomes(PublicLinks links, VoiceCatalogue voices) {
    this.entities = new ModelEntities(links);
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
   * @throws MynahException if the work failed, or the voice was deleted since
   */
  Object answer(Task task) {
    return switch (ending(task)) {
      case VoiceEnding voice when task.type() == TaskType.FISH_MODEL_CREATE -> voice.model();
      case VoiceEnding voice -> voiceEnvelope(task, voice);
      case SpeechEnding speech when task.type() == TaskType.AUDIOS -> audioEnvelope(task, speech);
      case SpeechEnding speech -> new SpeechAnswer(speech.url(), speech.latencyMillis());
      case FailedEnding failed ->
          throw MynahException.of(failed.failure().code(), told(task, failed.failure()));
    };
  }

  @Override
  public byte[] render(Task task) {
    return Json.write(
        switch (ending(task)) {
          case VoiceEnding voice -> voiceEnvelope(task, voice);
          case SpeechEnding speech when task.type() == TaskType.AUDIOS ->
              audioEnvelope(task, speech);
          case SpeechEnding speech -> speechOutcome(task, speech, null);
          case FailedEnding failed ->
              new Failure(false, task.id(), problem(task, failed.failure()), task.traceId());
        });
  }

  /** Returns a task as POST /fish/tasks shows it. */
  TaskEntity entity(Task task) {
    Instant finishedAt = task.finishedAt();
    Instant startedAt = task.startedAt() == null ? task.createdAt() : task.startedAt();
    return new TaskEntity(
        task.id().replace("-", "").substring(0, DOCUMENT_ID_CHARS),
        task.id(),
        ServiceApi.of(task.type()).id(),
        applicationId(task.ownerId()),
        WireIds.shown(task.tokenId()),
        WireIds.shown(task.ownerId()),
        task.traceId(),
        ModelEntities.lower(task.type()),
        task.request(),
        finishedAt == null ? Json.object() : Json.tree(response(task)),
        unixSeconds(task.createdAt()),
        task.startedAt() == null ? null : unixSeconds(startedAt),
        finishedAt == null ? null : unixSeconds(finishedAt),
        finishedAt == null
            ? null
            : Math.round((unixSeconds(finishedAt) - unixSeconds(startedAt)) * 1000) / 1000.0);
  }

  /** Only of a finished task; until then clients must find an empty object. */
  private Object response(Task task) {
    Cost cost = task.credits() > 0 ? new Cost(task.credits()) : null;
    return switch (ending(task)) {
      case VoiceEnding voice ->
          new VoiceOutcome(
              true, task.id(), task.traceId(), "succeeded", voice.sampleUrl(), voice.model(), cost);
      case SpeechEnding speech -> speechOutcome(task, speech, cost);
      case FailedEnding failed -> {
        TaskResult.TaskFailure failure = failed.failure();
        Problem problem = problem(task, failure);
        yield new FailedOutcome(
            false,
            problem,
            AceErrors.line(failure.code(), failure.field()).status(),
            problem.message(),
            task.id(),
            task.traceId());
      }
    };
  }

  /** How a task ended, as far as it can still be shown. */
  private sealed interface Ending {}

  private record VoiceEnding(ModelEntity model) implements Ending {
    /** Clients search for any {@code *_url} to take a task for done. */
    String sampleUrl() {
      return model.samples().isEmpty() ? model.coverImage() : model.samples().getFirst().audio();
    }
  }

  private record SpeechEnding(String url, long latencyMillis) implements Ending {}

  private record FailedEnding(TaskResult.TaskFailure failure) implements Ending {}

  private Ending ending(Task task) {
    return switch (finished(task)) {
      case TaskResult.VoiceMade made -> voiceEnding(task, made);
      case TaskResult.SpeechMade made -> new SpeechEnding(links.speech(made), made.latencyMillis());
      case TaskResult.TaskFailure failure -> new FailedEnding(failure);
    };
  }

  private Ending voiceEnding(Task task, TaskResult.VoiceMade made) {
    Principal owner = new Principal(task.ownerId(), task.tokenId(), Set.of());
    try {
      return new VoiceEnding(entities.model(voices.visible(made.voiceId(), owner), owner));
    } catch (MynahException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return new FailedEnding(
          new TaskResult.TaskFailure(ErrorCode.NOT_FOUND, VoiceErasure.DELETED, null));
    }
  }

  private static VoiceEnvelope voiceEnvelope(Task task, VoiceEnding voice) {
    return new VoiceEnvelope(true, task.id(), task.traceId(), voice.model());
  }

  private static AudioEnvelope audioEnvelope(Task task, SpeechEnding speech) {
    return new AudioEnvelope(true, task.id(), task.traceId(), List.of(new Audio(speech.url())));
  }

  private static SpeechOutcome speechOutcome(Task task, SpeechEnding speech, @Nullable Cost cost) {
    return new SpeechOutcome(
        true,
        task.id(),
        task.traceId(),
        speech.url(),
        List.of(new Audio(speech.url())),
        task.startedAt() == null ? null : unixSeconds(task.startedAt()),
        speech.latencyMillis(),
        cost);
  }

  /** Returns the application a caller's work belongs to: each owner has one. */
  static String applicationId(String ownerId) {
    return WireIds.shown(ownerId);
  }

  private static Problem problem(Task task, TaskResult.TaskFailure failure) {
    return new Problem(
        AceErrors.line(failure.code(), failure.field()).code(),
        ServiceError.message(failure.code(), told(task, failure)));
  }

  /** Returns the message with the field's name at the path the task came in by. */
  private static String told(Task task, TaskResult.TaskFailure failure) {
    return task.type() == TaskType.AUDIOS
        ? LegacyNames.told(failure.field(), failure.message())
        : failure.message();
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
