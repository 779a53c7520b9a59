package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.RequestKeys;
import dev.mynah.server.http.wire.ServiceError;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import io.javalin.http.Context;

/** What all paths share: who calls, what was sent, how the outcome is wanted, and the answer. */
final class AceCalls {
  /** Everything but inline recordings fits into this many bytes of JSON. */
  private static final int SMALL_BODY_BYTES = 1 << 20;

  private final TokenService tokens;
  private final TaskService tasks;
  private final AceOutcomes outcomes;
  private final BodyReader bodies;
  private final AceSettings settings;

  AceCalls(
      TokenService tokens,
      TaskService tasks,
      AceOutcomes outcomes,
      BodyReader bodies,
      AceSettings settings) {
    this.tokens = tokens;
    this.tasks = tasks;
    this.outcomes = outcomes;
    this.bodies = bodies;
    this.settings = settings;
  }

  /** Returns who calls to look at voices or tasks: whoever may make any of them. */
  Principal reader(Context context) {
    Principal caller = tokens.authenticate(BearerKeys.of(context));
    if (!caller.has(Scope.CLONE)) {
      caller.require(Scope.SPEAK);
    }
    return caller;
  }

  /** Reads a body that may hold recordings. */
  JsonFields body(Context context) {
    return bodies.readObject(context);
  }

  /** Reads a body that holds no recordings. */
  JsonFields smallBody(Context context) {
    return bodies.readObject(context, SMALL_BODY_BYTES);
  }

  /** A callback makes the work asynchronous, whatever the field {@code async} says. */
  TaskOrder order(Context context, TaskType type, JsonFields body) {
    String callbackUrl =
        body.text("callback_url", Recordings.MAX_URL_CHARS)
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .orElse(null);
    boolean async = body.flag("async", false) || callbackUrl != null;
    return new TaskOrder(
            type,
            Recordings.withoutInline(body.node()),
            Traces.of(context),
            new Delivery(callbackUrl, async))
        .withIdempotencyKey(RequestKeys.of(context, body.node()));
  }

  /**
   * Answers at once who goes away, and otherwise when the work has ended or may not take longer.
   */
  void answer(Context context, Task accepted, Delivery delivery) {
    Traces.set(context, accepted.traceId()); // an earlier request's, if this one repeats it
    if (delivery.async()) {
      send(context, AceOutcomes.accepted(accepted));
      return;
    }
    Task task =
        accepted.state().finished() ? accepted : tasks.await(accepted.id(), settings.waitLimit());
    if (task.state().finished()) {
      send(context, outcomes.answer(task));
    } else {
      answerStillRunning(context, task);
    }
  }

  private static void answerStillRunning(Context context, Task task) {
    ServiceError line = AceErrors.line(ErrorCode.WAIT_TIMED_OUT);
    Answer.of(
            line.status(),
            Json.write(
                new AceWire.Failure(
                    false,
                    task.id(),
                    new AceWire.Problem(
                        line.code(),
                        "This takes longer than an answer may wait; ask /fish/tasks for the task."),
                    task.traceId())))
        .send(context);
  }

  static void send(Context context, Object body) {
    Answer.of(200, Json.write(body)).send(context);
  }
}
