package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What became of work that was asked for without waiting. At Mynah and Ace Data Cloud. */
public final class Tasks {
  private static final Duration FIRST_LOOK = Duration.ofMillis(250);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);
  private static final double SLOWER = 1.5; // each wait is longer by this

  private final Wire wire;

  Tasks(Wire wire) {
    this.wire = wire;
  }

  /** Returns a task, or nothing if there is none of this id, or none of this key's owner. */
  public Optional<Task> find(String id) {
    wire.service().require(Capability.TASKS);
    ObjectNode body = Json.object().put("action", "retrieve").put("id", Check.id("id", id));
    return TaskReader.read(ask(body));
  }

  /** Lists tasks, the newest first, asking for a page whenever the last one is used up. */
  public Stream<Task> list(TaskQuery query) {
    wire.service().require(Capability.TASKS);
    return Paging.stream(page -> page(query, page));
  }

  private Page<Task> page(TaskQuery query, int number) {
    JsonNode answer = ask(query.wire(number));
    List<Task> tasks = new ArrayList<>();
    answer.path("items").forEach(each -> TaskReader.read(each).ifPresent(tasks::add));
    long total = answer.path("count").asLong(tasks.size());
    return new Page<>(tasks, total, (long) number * query.pageSize() < total);
  }

  /** Takes a task out of sight; its work goes on. Returns whether there was one. */
  public boolean delete(String id) {
    wire.service().require(Capability.TASKS);
    ObjectNode body = Json.object().put("action", "delete").put("id", Check.id("id", id));
    return ask(body).path("deleted").asBoolean();
  }

  /** Asking for tasks changes nothing, and deleting twice is deleting once. */
  private JsonNode ask(ObjectNode body) {
    return wire.ask(Call.post(wire.url("/fish/tasks"), Body.json(body)).asRepeatable());
  }

  /**
   * Waits until a task has succeeded, for as long as the client's deadline.
   *
   * @throws TaskFailedException if it fails
   * @throws TimeoutException if it takes longer
   */
  public Task await(String id) {
    return await(id, wire.settings().timeouts().deadline());
  }

  /**
   * Waits until a task has succeeded. It is looked at after a quarter of a second, then less and
   * less often, every 5 s in the end.
   *
   * @throws TaskFailedException if it fails
   * @throws TimeoutException if it takes longer than this
   */
  public Task await(String id, Duration patience) {
    wire.service().require(Capability.TASKS);
    Deadline deadline = Deadline.in(Check.positive("patience", patience));
    Polling polling = new Polling(wire.settings(), FIRST_LOOK, LAST_LOOK, SLOWER);
    return polling.until(
        deadline, "The task", () -> find(id).filter(Task::isFinished).map(Tasks::requireSuccess));
  }

  /** Waits as {@link #await(String)} does; cancelling the future ends the waiting, not the task. */
  public CompletableFuture<Task> awaitAsync(String id) {
    wire.service().require(Capability.TASKS);
    return wire.background().call(() -> await(id));
  }

  private static Task requireSuccess(Task task) {
    Task.Failure failure = task.failure();
    if (failure == null) {
      return task;
    }
    throw new TaskFailedException(
        task,
        new MynahClientException.Details(
            failure.status(),
            failure.code().isEmpty() ? null : failure.code(),
            ErrorReader.field(Json.object(), failure.message()),
            task.traceId().isEmpty() ? null : task.traceId(),
            null),
        "Task " + task.id() + " failed: " + failure.message());
  }
}
