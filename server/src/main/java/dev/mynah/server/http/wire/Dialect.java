package dev.mynah.server.http.wire;

import dev.mynah.server.failure.MynahException;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** A family of paths that share one way of asking, answering and telling errors. */
public interface Dialect {

  /** Returns whether a request path belongs to this dialect, whether or not a route answers it. */
  boolean owns(String path);

  /**
   * Returns whether a request belongs to this dialect. Where two dialects have a root in common,
   * what the caller shows of itself decides; elsewhere the path alone does.
   */
  default boolean owns(RequestHead request) {
    return owns(request.path());
  }

  /** Registers the routes; called once, before the server starts. */
  void addRoutes(RoutesConfig routes);

  /** Returns the paths that are talked to over WebSockets. */
  default List<SocketEndpoint> sockets() {
    return List.of();
  }

  /** Renders an error as clients of this dialect expect it. */
  Answer error(MynahException failure, String traceId);

  /** Returns whether pages of any origin may call these paths; all of them ask for a key. */
  boolean openToAllOrigins();
}
