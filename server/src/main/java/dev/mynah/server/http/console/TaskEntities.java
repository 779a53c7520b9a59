package dev.mynah.server.http.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.webhook.CallbackBodies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what the pages see of a task. */
public final class TaskEntities {
  private static final int SUMMARY_CHARS = 160;

  /** Where requests of every dialect say what is to be spoken, what is to be made, and of what. */
  private static final List<String> TELLING =
      List.of("text", "input", "title", "name", "voice_url");

  private final PublicLinks links;
  private final VoiceCatalogue voices;
  private final CallbackBodies answers;

  /**
   * @param answers writes what a waiting request is answered with, as callbacks carry it
   */
  public TaskEntities(PublicLinks links, VoiceCatalogue voices, CallbackBodies answers) {
    this.links = links;
    this.voices = voices;
    this.answers = answers;
  }

  static ManageWire.Task listed(Task task) {
    ServiceApi api = ServiceApi.of(task.type());
    return new ManageWire.Task(
        task.id(),
        task.traceId(),
        ManageEntities.lower(task.type()),
        api.title(),
        api.path(),
        ManageEntities.lower(task.state()),
        WireIds.shown(task.tokenId()),
        summary(task.request()),
        task.price().units(),
        ManageEntities.unit(task.type()),
        task.result() instanceof TaskResult.TaskFailure ? 0 : task.credits(),
        task.createdAt().toString(),
        ManageEntities.written(task.startedAt()),
        ManageEntities.written(task.finishedAt()),
        failure(task));
  }

  private static ManageWire.@Nullable Failure failure(Task task) {
    return task.result() instanceof TaskResult.TaskFailure failure
        ? new ManageWire.Failure(
            ManageEntities.lower(failure.code()), failure.message(), failure.field())
        : null;
  }

  /** Returns the start of what a request is about, empty if it can't be told. */
  private static String summary(JsonNode request) {
    for (String name : TELLING) {
      String text = request.path(name).asText("").strip();
      if (!text.isEmpty()) {
        return text.codePointCount(0, text.length()) <= SUMMARY_CHARS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, SUMMARY_CHARS)) + "\u2026";
      }
    }
    return "";
  }

  ManageWire.TaskDetail detail(
      Task task, Principal caller, int attempts, List<ManageWire.Callback> callbacks) {
    return new ManageWire.TaskDetail(
        listed(task),
        attempts,
        task.request(),
        answer(task),
        speech(task),
        voice(task, caller),
        callbacks);
  }

  private @Nullable JsonNode answer(Task task) {
    return task.state().finished()
        ? Json.read(new String(answers.render(task), StandardCharsets.UTF_8))
        : null;
  }

  private ManageWire.@Nullable Speech speech(Task task) {
    return task.result() instanceof TaskResult.SpeechMade made
        ? new ManageWire.Speech(
            links.speech(made), made.mediaType(), made.seconds(), made.latencyMillis())
        : null;
  }

  private ManageWire.@Nullable Voice voice(Task task, Principal caller) {
    if (!(task.result() instanceof TaskResult.VoiceMade made)) {
      return null;
    }
    try {
      return new ManageWire.Voice(made.voiceId(), voices.visible(made.voiceId(), caller).title());
    } catch (MynahException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return new ManageWire.Voice(made.voiceId(), null);
      }
      throw e;
    }
  }
}
