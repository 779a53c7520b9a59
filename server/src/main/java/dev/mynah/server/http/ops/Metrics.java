package dev.mynah.server.http.ops;

import dev.mynah.server.http.RequestObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's figures. Features add theirs to {@link #registry()}. No label ever holds what a
 * caller sent: routes are as registered, methods those of HTTP.
 */
public final class Metrics implements RequestObserver {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60),
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Kept here, since finding one in the registry costs more than recording a time. */
  private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

  /** Requests that are counted together; none of it holds what a caller made up. */
  private record Kind(String method, String route, int status) {}

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  public MeterRegistry registry() {
    return registry;
  }

  @Override
  public void answered(Exchange exchange) {
    Kind kind = new Kind(exchange.method(), exchange.route(), exchange.status());
    timers.computeIfAbsent(kind, this::timer).record(exchange.elapsed());
  }

  private Timer timer(Kind kind) {
    return Timer.builder("mynah.http.requests")
        .description("Requests answered, from the first byte understood to the last one sent")
        .tag("method", kind.method())
        .tag("route", kind.route())
        .tag("status", Integer.toString(kind.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Returns all figures in Prometheus' text format. */
  String scrape() {
    return registry.scrape();
  }
}
