package dev.mynah.server.http.console;

import io.javalin.config.RoutesConfig;

/** Some paths of the console that belong together. */
public interface ConsoleEndpoints {
  /** Registers the routes; called once, before the server starts. */
  void addRoutes(RoutesConfig routes);
}
