package dev.mynah.server.app.wiring;

import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.server.http.HttpServer;
import dev.mynah.server.http.ops.TimedProbe;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.speech.SynthesisPool;
import dev.mynah.server.task.TaskProgress;
import dev.mynah.server.task.WorkQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** How full things are. A figure that can't be had is NaN; none of them holds up the others. */
final class Gauges {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration FRESH = Duration.ofMillis(500);

  private final MeterRegistry registry;

  Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Queues in the database, by name. */
  void queues(Map<String, WorkQueue> queues) {
    queues.forEach(
        (name, queue) -> {
          TimedProbe<Double> size =
              new TimedProbe<>(() -> (double) queue.size(), PATIENCE, FRESH, System::nanoTime);
          Gauge.builder("mynah.queue.size", size, probe -> probe.or(Double.NaN))
              .description("Entries that wait or are worked on")
              .tag("queue", name)
              .strongReference(true)
              .register(registry);
        });
  }

  void bind(MeterBinder figures) {
    figures.bindTo(registry);
  }

  void synthesis(SynthesisPool pool) {
    Gauge.builder("mynah.synthesis.running", pool, SynthesisPool::running)
        .description("Texts being spoken")
        .register(registry);
    Gauge.builder("mynah.synthesis.waiting", pool, SynthesisPool::waiting)
        .description("Texts that wait for a worker")
        .register(registry);
  }

  void watchers(TaskProgress progress) {
    Gauge.builder("mynah.tasks.watchers", progress, TaskProgress::followers)
        .description("Streams of the progress of tasks")
        .register(registry);
  }

  void encoders(AudioEncoders encoders) {
    Gauge.builder("mynah.encoders.open", encoders, AudioEncoders::open)
        .description("Streams and files being encoded, each of which holds native memory")
        .register(registry);
  }

  void bodies(BodyMemory memory) {
    Gauge.builder("mynah.http.body.memory", memory, BodyMemory::kept)
        .description("Heap that request bodies take")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("mynah.http.body.memory.max", memory, BodyMemory::most)
        .description("Heap that request bodies may take together")
        .baseUnit("bytes")
        .register(registry);
  }

  void disk(DiskCheck disk) {
    Gauge.builder("mynah.disk.free", disk, Gauges::free)
        .description("Room on the data folder's disk")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  private static double free(DiskCheck disk) {
    try {
      return disk.freeBytes();
    } catch (IOException gone) {
      return Double.NaN;
    }
  }

  void connections(HttpServer http) {
    Gauge.builder("mynah.http.connections", http, HttpServer::openConnections)
        .description("Connections open")
        .register(registry);
  }
}
