package dev.mynah.server.http.ops;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code /healthz}: the process answers. {@code /readyz}: it can do its work; otherwise 503 with
 * what is wrong. {@code /metrics}: figures. None of them asks for a key or tells a secret.
 */
public final class OpsRoutes implements Dialect {
  private static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics");
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final List<ReadinessCheck> checks;
  private final Metrics metrics;

  public OpsRoutes(List<ReadinessCheck> checks, Metrics metrics) {
    this.checks = List.copyOf(checks);
    this.metrics = metrics;
  }

  @Override
  public boolean owns(String path) {
    return PATHS.contains(path);
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(
        routes,
        "/healthz",
        context -> Answer.of(200, Json.write(Map.of("status", "alive"))).send(context));
    Routes.get(routes, "/readyz", this::ready);
    Routes.get(
        routes, "/metrics", context -> context.contentType(METRICS_TYPE).result(metrics.scrape()));
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return PlainErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return false;
  }

  private void ready(Context context) {
    Map<String, String> results = new TreeMap<>();
    boolean ready = true;
    for (ReadinessCheck check : checks) {
      Optional<String> problem = check.problem();
      ready &= problem.isEmpty();
      results.put(check.name(), problem.orElse("ok"));
    }
    Readiness readiness = new Readiness(ready ? "ready" : "not ready", results);
    Answer.of(ready ? 200 : 503, Json.write(readiness)).send(context);
  }

  private record Readiness(String status, Map<String, String> checks) {}
}
