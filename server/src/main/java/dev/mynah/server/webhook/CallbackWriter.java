package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.webhook.WebhookDelivery.Origin;
import java.time.Instant;

/**
 * Writes the body of a callback at its first try and keeps it for the others. What can't be told
 * any more, since the voice or the task was deleted meanwhile, is told as a failure.
 */
final class CallbackWriter {
  private final Database database;
  private final WebhookRepository deliveries = new WebhookRepository();
  private final TaskService tasks;
  private final CallbackBodies bodies;

  CallbackWriter(Database database, TaskService tasks, CallbackBodies bodies) {
    this.database = database;
    this.tasks = tasks;
    this.bodies = bodies;
  }

  /**
   * Returns the body as every try sends it.
   *
   * @throws MynahException with UNAVAILABLE if the database or the like is down
   */
  String body(WebhookDelivery delivery) {
    if (delivery.body() != null) {
      return delivery.body();
    }
    String body = new String(rendered(delivery), UTF_8);
    return database.write(transaction -> deliveries.keepBody(transaction, delivery.id(), body));
  }

  private byte[] rendered(WebhookDelivery delivery) {
    Task task = tasks.find(delivery.origin().taskId()).orElse(null);
    if (task == null) {
      return bodies.render(forgotten(delivery));
    }
    try {
      return bodies.render(task);
    } catch (MynahException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      return bodies.render(
          failed(delivery.origin(), task.createdAt(), delivery.createdAt(), TaskResult.of(e)));
    }
  }

  private static Task forgotten(WebhookDelivery delivery) {
    Instant end = delivery.createdAt();
    return failed(
        delivery.origin(),
        end,
        end,
        new TaskResult.TaskFailure(ErrorCode.NOT_FOUND, "The task was deleted.", null));
  }

  private static Task failed(
      Origin origin, Instant createdAt, Instant finishedAt, TaskResult.TaskFailure failure) {
    return new Task(
        origin.taskId(),
        origin.traceId(),
        origin.ownerId(),
        origin.tokenId(),
        origin.type(),
        JsonNodeFactory.instance.objectNode(),
        Price.FREE,
        TaskState.FAILED,
        failure,
        createdAt,
        createdAt,
        finishedAt);
  }
}
