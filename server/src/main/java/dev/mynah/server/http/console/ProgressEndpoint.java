package dev.mynah.server.http.console;

import dev.mynah.server.http.wire.ClientWatch;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.task.TaskProgress;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/**
 * {@code GET /console/api/tasks/{id}/progress}: how a task of the caller's owner goes, as
 * server-sent events, until it has ended. A server that stops ends the stream without an end of the
 * task; whoever wants to know more asks again.
 */
public final class ProgressEndpoint implements ConsoleEndpoints {
  private final ConsoleCalls calls;
  private final TaskProgress progress;

  public ProgressEndpoint(ConsoleCalls calls, TaskProgress progress) {
    this.calls = calls;
    this.progress = progress;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, "/console/api/tasks/{id}/progress", this::follow);
  }

  private void follow(Context context) {
    Principal caller = calls.caller(context);
    if (!caller.has(Scope.CLONE)) {
      caller.require(Scope.SPEAK);
    }
    StreamedBody body = new StreamedBody(context, ProgressEvents.CONTENT_TYPE, () -> {});
    try {
      progress.follow(
          context.pathParam("id"), caller, new ProgressEvents(body), new ClientWatch(context));
    } catch (IOException gone) {
      body.breakOff(gone);
    }
  }
}
