package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.ace.AceWire.TaskBatch;
import dev.mynah.server.http.ace.AceWire.TaskEntity;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.token.Principal;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * Answers {@code POST /fish/tasks}. A task that isn't there, or isn't the caller's, is {@code {}}.
 */
final class TaskEndpoints {
  private static final int MAX_ID_CHARS = 200;
  private static final int MAX_IDS = 100;
  private static final List<String> ID_FIELDS = List.of("id", "task_id");

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
    AceCalls.send(context, answer(calls.smallBody(context), caller));
  }

  private Object answer(JsonFields body, Principal caller) {
    String action = body.text("action", MAX_ID_CHARS).orElse("retrieve");
    return switch (action) {
      case "retrieve" -> one(body, caller);
      case "retrieve_batch" -> batch(body, caller);
      case "delete" ->
          throw MynahException.of(
              ErrorCode.NOT_IMPLEMENTED, "Tasks can't be deleted; they go by themselves.");
      default -> throw body.wrong("action", "must be one of retrieve, retrieve_batch");
    };
  }

  private Object one(JsonFields body, Principal caller) {
    for (String field : ID_FIELDS) {
      Optional<String> id = body.text(field, MAX_ID_CHARS).filter(text -> !text.isBlank());
      if (id.isPresent()) {
        Optional<Task> task = tasks.find(id.get().strip(), caller);
        return task.<Object>map(outcomes::entity).orElseGet(Json::object);
      }
    }
    throw body.wrong("id", "is required");
  }

  private TaskBatch batch(JsonFields body, Principal caller) {
    if (!body.has("ids")) {
      throw body.wrong("ids", "is required");
    }
    List<TaskEntity> items =
        body.texts("ids", MAX_IDS, MAX_ID_CHARS).stream()
            .distinct()
            .flatMap(id -> tasks.find(id.strip(), caller).stream())
            .map(outcomes::entity)
            .toList();
    return new TaskBatch(items, items.size());
  }
}
