package dev.mynah.server.app.wiring;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.db.DataFolderLock;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.AccessLog;
import dev.mynah.server.http.ConnectionLimits;
import dev.mynah.server.http.HttpServer;
import dev.mynah.server.http.HttpSettings;
import dev.mynah.server.http.RequestObserver;
import dev.mynah.server.http.ace.AceDialect;
import dev.mynah.server.http.ace.AceOutcomes;
import dev.mynah.server.http.ace.AceSettings;
import dev.mynah.server.http.document.ApiDocument;
import dev.mynah.server.http.document.DocumentDialect;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.fish.live.LiveLimits;
import dev.mynah.server.http.media.MediaRoutes;
import dev.mynah.server.http.ops.Metrics;
import dev.mynah.server.http.ops.OpsRoutes;
import dev.mynah.server.http.ops.ReadinessCheck;
import dev.mynah.server.http.platform.PlatformDialect;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.BodyLimits;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.token.IssuedToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server over one data folder, listening from its making until it is closed. With a
 * PostgreSQL several may share both.
 */
public final class MynahServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MynahServer.class);

  private final Configuration configuration;
  private final @Nullable DataFolderLock lock; // null on PostgreSQL
  private final Services services;
  private final HttpServer http;
  private final Optional<IssuedToken> firstKey;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread warmUp;

  private MynahServer(
      Configuration configuration,
      @Nullable DataFolderLock lock,
      Services services,
      HttpServer http,
      Optional<IssuedToken> firstKey) {
    this.configuration = configuration;
    this.lock = lock;
    this.services = services;
    this.http = http;
    this.firstKey = firstKey;
    this.warmUp = Thread.ofPlatform().daemon().name("warm-up").start(this::warmUp);
  }

  /**
   * Starts a server; when this returns it answers.
   *
   * @throws ModelException if the engine's model can't be had
   * @throws MynahException if the data folder is in use, the port is taken, or the like
   */
  public static MynahServer start(
      Configuration configuration, Opening opening, ModelProgress progress, Clock clock)
      throws ModelException, InterruptedException {
    DataFolderLock lock = lock(configuration);
    Services services = null;
    boolean started = false;
    try {
      services = opening.open(configuration, progress);
      Optional<IssuedToken> firstKey = services.tokens().ensureFirst(configuration.token());
      HttpServer http = listen(configuration, services, clock);
      started = true;
      return new MynahServer(configuration, lock, services, http, firstKey);
    } finally {
      if (!started) {
        if (services != null) {
          services.stopWork(Duration.ZERO);
          services.close();
        }
        release(lock);
      }
    }
  }

  /** Several servers may share a data folder if they share a PostgreSQL as well. */
  private static @Nullable DataFolderLock lock(Configuration configuration) {
    return configuration.databaseUrl() == null
        ? DataFolderLock.acquire(configuration.data())
        : null;
  }

  private static HttpServer listen(Configuration configuration, Services services, Clock clock) {
    int port = configuration.port() == 0 ? freePort(configuration.host()) : configuration.port();
    String publicUrl = publicUrl(configuration, port);
    MediaLinks media = new MediaLinks(publicUrl, services.mediaKey(), clock);
    PublicLinks links = new PublicLinks(media, publicUrl, configuration.signedUrlLifetime(), clock);
    Metrics metrics = new Metrics();
    AccessLog log = new AccessLog();
    RequestObserver observer =
        exchange -> {
          metrics.answered(exchange);
          log.answered(exchange);
        };
    BodyMemory bodyMemory = BodyMemory.of(Runtime.getRuntime().maxMemory(), maxBody(configuration));
    DiskCheck disk = new DiskCheck(configuration.data(), configuration.leastFreeDisk());
    Gauges gauges = new Gauges(metrics.registry());
    gauges.bodies(bodyMemory);
    gauges.disk(disk);
    services.measure(gauges);
    BodyReader bodies = bodies(configuration, bodyMemory);
    services.startAll(new AceOutcomes(links, services.voices()), metrics.registry());
    try {
      HttpServer http =
          HttpServer.start(
              httpSettings(configuration, port),
              List.of(
                  ace(configuration, services, links, bodies),
                  new PlatformDialect(
                      services.tokens(),
                      services.usage(),
                      services.uploads(),
                      services.once(),
                      media,
                      bodies,
                      configuration.maxTextCharacters(),
                      clock),
                  OpenAiWiring.dialect(
                      configuration, services, new RequestBodies(bodies, services.workFolder())),
                  FishWiring.dialect(
                      services,
                      configuration,
                      links,
                      new RequestBodies(bodies, services.workFolder()),
                      bodyMemory,
                      liveLimits(configuration)),
                  ConsoleWiring.dialect(
                      services,
                      configuration,
                      links,
                      new RequestBodies(bodies, services.workFolder())),
                  new MediaRoutes(services.blobs(), media, clock),
                  new DocumentDialect(ApiDocument.at(publicUrl)),
                  new OpsRoutes(
                      List.of(services.databaseCheck(), disk, new BlobCheck(services.blobs())),
                      metrics)),
              IdSource.random()::uuid,
              observer);
      gauges.connections(http);
      return http;
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE,
          "The server " + e.getMessage() + "; choose another with --port, or 0 for a free one.",
          e);
    }
  }

  private static AceDialect ace(
      Configuration configuration, Services services, PublicLinks links, BodyReader bodies) {
    return new AceDialect(
        services.tokens(),
        new Admission(services.tokens(), services.permits()),
        services.voices(),
        services.clones(),
        services.speech(),
        services.tasks(),
        links,
        bodies,
        new AceSettings(configuration.requestTimeout(), configuration.maxTextCharacters()));
  }

  private static BodyReader bodies(Configuration configuration, BodyMemory memory) {
    return new BodyReader(bodyLimits(configuration), memory, System::nanoTime);
  }

  private static BodyLimits bodyLimits(Configuration configuration) {
    BodyLimits usual = BodyLimits.DEFAULT;
    return new BodyLimits(
        maxBody(configuration), usual.grace(), usual.minBytesPerSecond(), usual.deadline());
  }

  private static LiveLimits liveLimits(Configuration configuration) {
    return LiveLimits.of(bodyLimits(configuration), configuration.maxTextCharacters());
  }

  private static int maxBody(Configuration configuration) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, configuration.maxBodyBytes()));
  }

  private static HttpSettings httpSettings(Configuration configuration, int port) {
    return HttpSettings.listeningOn(configuration.host(), port)
        .with(
            ConnectionLimits.DEFAULT.withNumbers(
                configuration.maxConnections(), configuration.connectionsPerAddress()))
        .withDrainTimeout(configuration.stopGrace());
  }

  /** Links in answers name the port, so it is chosen before the server listens on it. */
  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "No port of " + host + " can be listened on.", e);
    }
  }

  private static String publicUrl(Configuration configuration, int port) {
    URI configured = configuration.publicUrl();
    return configured != null ? configured.toString() : address(configuration.host(), port);
  }

  private static String address(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns the address listened on, e.g. {@code http://127.0.0.1:8080}. */
  public String address() {
    return address(configuration.host(), http.port());
  }

  /**
   * Returns the console's address as people open it, e.g. {@code http://127.0.0.1:8080/}; with a
   * key, a link that signs in at once. The key lies behind the hash sign, which no browser sends.
   */
  public String console(@Nullable String key) {
    URI configured = configuration.publicUrl();
    boolean everywhere =
        configuration.host().equals("0.0.0.0") || configuration.host().equals("::");
    String base =
        configured != null
            ? configured.toString()
            : address(everywhere ? "localhost" : configuration.host(), http.port());
    String home = base.endsWith("/") ? base : base + "/";
    return key == null ? home : home + "#key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  /** Returns what is answered over HTTP, each as its method, a space and its path. */
  public List<String> routes() {
    return http.routes();
  }

  /** Returns the key made at this start, to be shown once; empty if there was one already. */
  public Optional<IssuedToken> firstKey() {
    return firstKey;
  }

  private void warmUp() {
    try {
      services.warmUp(stopping::get);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | EngineException | RuntimeException e) {
      if (!stopping.get()) {
        LOG.warn("The warm-up did not finish; the first requests will be slower", e);
      }
    }
  }

  /** Stops gracefully: answers what was asked, finishes or keeps the work that was accepted. */
  @Override
  public void close() {
    if (stopping.getAndSet(true)) {
      return;
    }
    try {
      services.endWatching();
      http.close();
      services.stopWork(configuration.stopGrace());
      warmUp.interrupt();
      warmUp.join(configuration.stopGrace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      services.close();
      release(lock);
    }
  }

  private static void release(@Nullable DataFolderLock lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("The lock of the data folder could not be closed", e);
    }
  }

  /** Whether files can be stored and read. */
  private record BlobCheck(BlobStore blobs) implements ReadinessCheck {
    @Override
    public String name() {
      return "files";
    }

    @Override
    public Optional<String> problem() {
      return blobs.problem();
    }
  }
}
