package dev.mynah.server.http.fish;

import io.javalin.config.RoutesConfig;

/** Some paths of the dialect that belong together. */
public interface FishEndpoints {
  /** Registers the routes; called once, before the server starts. */
  void addRoutes(RoutesConfig routes);
}
