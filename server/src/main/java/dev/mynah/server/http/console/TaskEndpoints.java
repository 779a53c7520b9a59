package dev.mynah.server.http.console;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskPage;
import dev.mynah.server.task.TaskQuery;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.webhook.WebhookQuery;
import dev.mynah.server.webhook.Webhooks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/**
 * The caller's tasks, which may be looked for by how they ended, each with all that is kept of it.
 * Whoever else looks, even an administrator, finds none: requests hold what people said.
 */
public final class TaskEndpoints implements ConsoleEndpoints {
  private static final String TASKS = "/console/api/tasks";

  private final ConsoleCalls calls;
  private final TaskService tasks;
  private final Webhooks webhooks;
  private final TaskEntities entities;

  public TaskEndpoints(
      ConsoleCalls calls, TaskService tasks, Webhooks webhooks, TaskEntities entities) {
    this.calls = calls;
    this.tasks = tasks;
    this.webhooks = webhooks;
    this.entities = entities;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, TASKS, this::list);
    Routes.get(routes, TASKS + "/{id}", this::show);
  }

  private void list(Context context) {
    Principal caller = reader(context);
    Query query = new Query(context);
    TaskPage page =
        tasks.history(
            new TaskQuery(
                query.choice("type", TaskType.class),
                query.choice("state", TaskState.class),
                query.time("from"),
                query.time("to"),
                Math.min(query.limit(), TaskQuery.MAX_LIMIT),
                query.offset()),
            caller);
    ConsoleCalls.send(
        context,
        200,
        new ManageWire.Page<>(
            page.total(), page.items().stream().map(TaskEntities::listed).toList()));
  }

  private void show(Context context) {
    Principal caller = reader(context);
    Task task =
        tasks
            .find(context.pathParam("id").strip(), caller)
            .orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "There is no such task."));
    List<ManageWire.Callback> callbacks =
        webhooks.page(WebhookQuery.ofTask(task.id())).items().stream()
            .map(ManageEntities::callback)
            .toList();
    ConsoleCalls.send(
        context, 200, entities.detail(task, caller, tasks.attempts(task.id()), callbacks));
  }

  private Principal reader(Context context) {
    Principal caller = calls.caller(context);
    ManageCalls.requireReader(caller);
    return caller;
  }
}
