package dev.mynah.server.webhook;

import dev.mynah.server.webhook.WebhookDelivery.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The figures of callbacks. No label holds what a caller sent. */
public final class WebhookMetrics {
  private final MeterRegistry registry;
  private final AtomicInteger lanes = new AtomicInteger();
  private final Counter givenUp;

  public WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.givenUp =
        Counter.builder("mynah.callbacks.given.up")
            .description("Callbacks given up, to be found among the dead")
            .register(registry);
    Gauge.builder("mynah.callbacks.receivers.busy", lanes, AtomicInteger::get)
        .description("Receivers callbacks are being sent to")
        .register(registry);
  }

  /** Shows how many callbacks wait and how many are dead, counted whenever somebody looks. */
  public void watch(Webhooks webhooks) {
    for (State state : new State[] {State.PENDING, State.DEAD}) {
      Gauge.builder("mynah.callbacks", () -> webhooks.count(state))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .description("Callbacks on record")
          .register(registry);
    }
  }

  void tried(TryOutcome.Kind kind, Duration took) {
    Timer.builder("mynah.callbacks.tries")
        .description("Tries to deliver a callback")
        .tag("outcome", kind.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(took);
  }

  void givenUp(int callbacks) {
    givenUp.increment(callbacks);
  }

  void laneBegins() {
    lanes.incrementAndGet();
  }

  void laneEnds() {
    lanes.decrementAndGet();
  }
}
