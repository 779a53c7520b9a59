package dev.mynah.server.http.fish;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.SocketEndpoint;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** Fish Audio's own API, with the paths its self-hosted server adds. */
public final class FishDialect implements Dialect {
  /** Each is owned with all that lies under it. */
  private static final List<String> ROOTS =
      List.of(
          "/v1/tts",
          "/v1/asr",
          "/v1/voice-design",
          "/v1/health",
          "/v1/references",
          "/model",
          "/wallet");

  private final List<FishEndpoints> endpoints;

  public FishDialect(List<FishEndpoints> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public boolean owns(String path) {
    return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    endpoints.forEach(each -> each.addRoutes(routes));
  }

  @Override
  public List<SocketEndpoint> sockets() {
    return endpoints.stream().map(FishEndpoints::sockets).flatMap(List::stream).toList();
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return FishErrors.render(failure);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }
}
