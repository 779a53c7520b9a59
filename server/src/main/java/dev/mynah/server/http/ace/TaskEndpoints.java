package dev.mynah.server.http.ace;

import dev.mynah.server.http.ace.AceWire.TaskBatch;
import dev.mynah.server.http.ace.AceWire.TaskDeleted;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskPage;
import dev.mynah.server.task.TaskQuery;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Shows tasks, at {@code /fish/tasks}. A task that isn't there, or isn't the caller's, is {@code
 * {}}.
 */
final class TaskEndpoints {
  private static final int MAX_CHARS = 200;
  private static final int MAX_IDS = 100;
  private static final int DEFAULT_LIMIT = 12;
  private static final long MAX_OFFSET = 1_000_000_000;
  private static final double MAX_SECONDS = 1e11; // since 1970: further than any clock shows
  private static final List<String> TYPES =
      Arrays.stream(TaskType.values()).map(ModelEntities::lower).toList();

  private final AceCalls calls;
  private final TaskService tasks;
  private final AceOutcomes outcomes;

  TaskEndpoints(AceCalls calls, TaskService tasks, AceOutcomes outcomes) {
    this.calls = calls;
    this.tasks = tasks;
    this.outcomes = outcomes;
  }

  /** {@code POST /fish/tasks}. */
  void answer(Context context) {
    Principal caller = calls.reader(context);
    JsonFields body = calls.smallBody(context);
    AceCalls.send(
        context,
        switch (action(body)) {
          case "retrieve" -> one(body, caller);
          case "retrieve_batch" -> batch(body, caller);
          case "delete" -> delete(body, caller);
          default -> throw body.wrong("action", "must be one of retrieve, retrieve_batch, delete");
        });
  }

  /** A list of ids without a word on what to do is a batch: it can be nothing else. */
  private static String action(JsonFields body) {
    boolean list = body.has("ids") || body.has("trace_ids");
    boolean single = body.has("id") || body.has("task_id") || body.has("trace_id");
    return body.text("action", MAX_CHARS).orElse(list && !single ? "retrieve_batch" : "retrieve");
  }

  private Object one(JsonFields body, Principal caller) {
    Optional<String> id = id(body);
    Optional<String> traceId = text(body, "trace_id");
    if (id.isEmpty() && traceId.isEmpty()) {
      throw body.wrong("id", "is required");
    }
    // An id says more than a trace.
    Optional<Task> task =
        id.isPresent()
            ? tasks.find(id.get(), caller)
            : tasks.find(List.of(), traceId.stream().toList(), caller).stream().findFirst();
    return task.<Object>map(outcomes::entity).orElseGet(Json::object);
  }

  private TaskBatch batch(JsonFields body, Principal caller) {
    if (!body.has("ids") && !body.has("trace_ids")) {
      return history(body, caller);
    }
    List<String> ids = texts(body, "ids");
    List<String> traceIds = texts(body, "trace_ids");
    List<Task> found = tasks.find(ids, traceIds, caller);
    // In the order they were asked for: that is how clients match them.
    List<Task> ordered =
        found.stream().sorted(Comparator.comparingInt(task -> place(ids, traceIds, task))).toList();
    return new TaskBatch(ordered.stream().map(outcomes::entity).toList(), ordered.size());
  }

  private static int place(List<String> ids, List<String> traceIds, Task task) {
    int byId = ids.indexOf(task.id());
    return byId >= 0 ? byId : ids.size() + traceIds.indexOf(task.traceId());
  }

  /** A part of the caller's own history, and how long all of it is. */
  private TaskBatch history(JsonFields body, Principal caller) {
    TaskQuery query =
        new TaskQuery(
            type(body),
            null,
            time(body, "created_at_min"),
            time(body, "created_at_max"),
            (int) body.whole("limit", 1, TaskQuery.MAX_LIMIT).orElse(DEFAULT_LIMIT),
            body.whole("offset", 0, MAX_OFFSET).orElse(0));
    if (!ownHistory(body, caller)) {
      return new TaskBatch(List.of(), 0);
    }
    TaskPage page = tasks.history(query, caller);
    return new TaskBatch(page.items().stream().map(outcomes::entity).toList(), page.total());
  }

  /** What belongs to another user or application is as good as missing. */
  private static boolean ownHistory(JsonFields body, Principal caller) {
    Optional<String> user = text(body, "user_id").filter(id -> !id.equals("me"));
    String own = AceOutcomes.applicationId(caller.ownerId());
    return WireIds.ours(user.orElse(caller.ownerId())).equals(caller.ownerId())
        && WireIds.ours(text(body, "application_id").orElse(own)).equals(WireIds.ours(own));
  }

  private TaskDeleted delete(JsonFields body, Principal caller) {
    String id = id(body).orElseThrow(() -> body.wrong("id", "is required"));
    return new TaskDeleted(id, tasks.hide(id, caller));
  }

  private static Optional<String> id(JsonFields body) {
    return text(body, "id").or(() -> text(body, "task_id"));
  }

  private static Optional<String> text(JsonFields body, String name) {
    return body.text(name, MAX_CHARS).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static List<String> texts(JsonFields body, String name) {
    return body.texts(name, MAX_IDS, MAX_CHARS).stream().map(String::strip).distinct().toList();
  }

  private static @Nullable TaskType type(JsonFields body) {
    return body.text("type", MAX_CHARS).filter(text -> !text.isBlank()).isEmpty()
        ? null
        : body.choice("type", TYPES)
            .map(name -> TaskType.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(null);
  }

  private static @Nullable Instant time(JsonFields body, String name) {
    OptionalDouble seconds = body.number(name, 0, MAX_SECONDS);
    return seconds.isPresent()
        ? Instant.ofEpochMilli(Math.round(seconds.getAsDouble() * 1000))
        : null;
  }
}
