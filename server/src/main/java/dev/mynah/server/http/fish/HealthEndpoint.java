package dev.mynah.server.http.fish;

import dev.mynah.server.http.wire.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** {@code /v1/health}, by which callers see that the server is there; no key is asked for. */
public final class HealthEndpoint implements FishEndpoints {
  private static final String PATH = "/v1/health";

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, PATH, HealthEndpoint::answer);
    routes.post(PATH, HealthEndpoint::answer);
  }

  private static void answer(Context context) {
    FishCalls.send(context, 200, Map.of("status", "ok"));
  }
}
