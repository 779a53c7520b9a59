package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tasks, and the outcomes of tasks that callbacks bring. */
final class TaskReader {
  private static final double MILLIS_A_SECOND = 1000;
  private static final int FIRST_ERROR = 400;

  private TaskReader() {}

  /** Reads an entry of {@code POST /fish/tasks}; an object without an id is no task. */
  static Optional<Task> read(JsonNode node) {
    String id = Json.text(node, "id");
    if (id == null) {
      return Optional.empty();
    }
    JsonNode response = node.path("response");
    return Optional.of(
        outcome(
            id,
            Json.textOr(node, "type", ""),
            response,
            node.path("finished_at").isNumber() || Json.text(node, "finished_at") != null,
            node));
  }

  /** Reads the body of a callback, which is the answer of who waits. */
  static Task readCallback(JsonNode body) {
    String id = Json.textOr(body, "task_id", "");
    return outcome(id, "", body, true, body);
  }

  private static Task outcome(
      String id, String type, JsonNode response, boolean finished, JsonNode about) {
    Task.Failure failure = failure(response);
    Voice voice =
        VoiceReader.isVoice(response.path("data")) ? VoiceReader.read(response.path("data")) : null;
    List<URI> audio = audio(response);
    boolean done =
        finished || voice != null || !audio.isEmpty() || response.path("success").asBoolean();
    Task.State state =
        failure != null ? Task.State.FAILED : done ? Task.State.SUCCEEDED : Task.State.PENDING;
    return new Task(
        id,
        type,
        state,
        voice,
        audio,
        failure,
        cost(response),
        Json.time(about, "created_at"),
        Json.time(about, "finished_at"),
        elapsed(about),
        Json.textOr(about, "trace_id", Json.textOr(response, "trace_id", "")));
  }

  private static Task.@Nullable Failure failure(JsonNode response) {
    int status = response.path("status").asInt();
    boolean said = response.has("success") && !response.path("success").asBoolean();
    if (!said && !response.path("error").isObject() && status < FIRST_ERROR) {
      return null;
    }
    return new Task.Failure(
        status,
        Json.textOr(response.path("error"), "code", ""),
        ErrorReader.message(response).isEmpty()
            ? "no reason given"
            : ErrorReader.message(response));
  }

  private static List<URI> audio(JsonNode response) {
    Set<URI> urls = new LinkedHashSet<>();
    link(response).ifPresent(urls::add);
    response.path("data").forEach(each -> link(each).ifPresent(urls::add));
    return List.copyOf(urls);
  }

  /** Returns the file of speech an object names. */
  static Optional<URI> link(JsonNode node) {
    String url = Json.text(node, "audio_url");
    if (url == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Check.webUrl("audio_url", url));
    } catch (InvalidRequestException wrong) {
      return Optional.empty();
    }
  }

  private static @Nullable BigDecimal cost(JsonNode response) {
    JsonNode amount = response.path("cost").path("amount");
    return amount.isNumber() ? amount.decimalValue() : null;
  }

  private static @Nullable Duration elapsed(JsonNode node) {
    JsonNode elapsed = node.path("elapsed");
    return elapsed.isNumber()
        ? Duration.ofMillis(Math.round(elapsed.asDouble() * MILLIS_A_SECOND))
        : null;
  }
}
