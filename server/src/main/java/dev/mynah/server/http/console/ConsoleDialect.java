package dev.mynah.server.http.console;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.PlainErrors;
import io.javalin.config.RoutesConfig;
import java.util.List;

/**
 * The console: its pages at {@code /}, their files below {@code /console} and what they need beyond
 * the other dialects at {@code /console/api}. Its errors have the plain shape.
 */
public final class ConsoleDialect implements Dialect {
  private static final String HOME = "/";

  /** Each is owned with all that lies under it. */
  private static final List<String> ROOTS = List.of("/console", "/docs");

  private final List<ConsoleEndpoints> endpoints;

  public ConsoleDialect(List<ConsoleEndpoints> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public boolean owns(String path) {
    return path.equals(HOME)
        || ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    endpoints.forEach(each -> each.addRoutes(routes));
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return PlainErrors.render(failure, traceId);
  }

  /** The console's own pages alone call it. */
  @Override
  public boolean openToAllOrigins() {
    return false;
  }
}
