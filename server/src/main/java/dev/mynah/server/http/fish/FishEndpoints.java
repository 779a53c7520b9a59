package dev.mynah.server.http.fish;

import dev.mynah.server.http.wire.SocketEndpoint;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** Some paths of the dialect that belong together. */
public interface FishEndpoints {
  /** Registers the routes; called once, before the server starts. */
  void addRoutes(RoutesConfig routes);

  /** Returns the paths that are talked to over WebSockets. */
  default List<SocketEndpoint> sockets() {
    return List.of();
  }
}
