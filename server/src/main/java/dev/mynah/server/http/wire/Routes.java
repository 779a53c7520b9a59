package dev.mynah.server.http.wire;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Registers routes the way all dialects want them. */
public final class Routes {
  private Routes() {}

  /**
   * Answers GET and HEAD alike. Without its own route a HEAD would be answered 200 before any key
   * is looked at.
   */
  public static void get(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }
}
