package dev.mynah.server.http;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.RequestFiles;
import dev.mynah.server.http.wire.RequestHead;
import dev.mynah.server.http.wire.Traces;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server. Each request has a virtual thread of its own: most of them wait, for a body, for
 * a voice, for a slow reader, and waiting must cost next to nothing. The work itself runs on the
 * services' own bounded workers. There are as many threads as connections at most, so that a health
 * check is answered however many callers wait.
 */
public final class HttpServer implements AutoCloseable {
  static final String UNMATCHED = "unmatched";

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /** Threads beyond one a connection: selectors, acceptors, the stop itself. */
  private static final int OWN_THREADS = 64;

  private final Javalin javalin;
  private final HttpSettings settings;
  private final OpenConnections connections;
  private final WebSockets sockets;
  private final int port;

  private HttpServer(
      Javalin javalin, HttpSettings settings, OpenConnections connections, WebSockets sockets) {
    this.javalin = javalin;
    this.settings = settings;
    this.sockets = sockets;
    this.connections = connections;
    this.port = javalin.port();
  }

  /**
   * Starts listening.
   *
   * @param dialects asked in this order whose a path is
   * @param traceIds makes a new id for every request
   * @param observer hears of every request
   * @throws IOException if the address can't be listened on
   */
  public static HttpServer start(
      HttpSettings settings,
      List<Dialect> dialects,
      Supplier<String> traceIds,
      RequestObserver observer)
      throws IOException {
    DialectMap map = new DialectMap(dialects);
    OpenConnections connections = new OpenConnections(settings.connections().perAddress());
    WebSockets sockets = new WebSockets(dialects, settings.connections().socketIdleTimeout());
    Javalin javalin =
        Javalin.create(
            config -> {
              configureJavalin(config);
              configureJetty(
                  config, settings, connections, new JettyErrors(map, traceIds, observer));
              new Exchanges(map, settings.requests(), traceIds, observer).addTo(config, sockets);
              map.all().forEach(dialect -> dialect.addRoutes(config.routes));
            });
    try {
      javalin.start();
    } catch (RuntimeException failed) {
      throw new IOException(
          "can't listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": another program may use the port, or the address isn't this machine's",
          failed);
    }
    return new HttpServer(javalin, settings, connections, sockets);
  }

  /** Returns the port listened on, also after the stop. */
  public int port() {
    return port;
  }

  /** Returns what is answered, each as its method, a space and its path, in order. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> METHODS.contains(endpoint.method.name()))
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .sorted()
        .toList();
  }

  /** Returns how many connections are open. */
  public int openConnections() {
    return connections.count();
  }

  /**
   * Stops gracefully: no further connections, 503 to further requests, and those under way have
   * {@link HttpSettings#drainTimeout()} to finish.
   */
  @Override
  public void close() {
    LOG.info("draining requests for at most {} s", settings.drainTimeout().toSeconds());
    for (Connector connector : javalin.jettyServer().server().getConnectors()) {
      if (connector instanceof ServerConnector listening) {
        // Jetty would leave newcomers in the backlog, without an answer, until the stop is over.
        listening.close();
      }
    }
    long start = System.nanoTime();
    sockets.drain(settings.drainTimeout());
    Duration left = settings.drainTimeout().minusNanos(System.nanoTime() - start);
    javalin.jettyServer().server().setStopTimeout(Math.max(1, left.toMillis()));
    try {
      javalin.stop();
    } catch (JavalinException late) {
      LOG.warn("some requests were cut off: they took longer than the drain time", late);
    }
  }

  private static void configureJavalin(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    // Audio doesn't compress and its lengths must stay true; JSON answers are small.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.router.treatMultipleSlashesAsSingleSlash = false;
    config.router.ignoreTrailingSlashes = true;
  }

  private static void configureJetty(
      JavalinConfig config,
      HttpSettings settings,
      OpenConnections connections,
      JettyErrors errors) {
    int most = settings.connections().most();
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setName("http");
    threads.setMaxConcurrentTasks(most + OWN_THREADS);
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
          http.setRequestHeaderSize(settings.requests().headerBytes());
          // Javalin would let through paths that two readers may read differently.
          http.setUriCompliance(UriCompliance.DEFAULT);
        });
    config.jetty.addConnector((server, http) -> connector(server, http, settings, connections));
    config.jetty.modifyServer(
        server -> {
          server.setStopAtShutdown(false);
          server.setStopTimeout(settings.drainTimeout().toMillis());
          server.setErrorHandler(errors);
          server.insertHandler(new GracefulHandler());
          server.insertHandler(new SlowReaders(settings.connections(), server.getScheduler()));
          server.insertHandler(new UnreadBodies(server.getScheduler()));
          server.addBean(new NetworkConnectionLimit(most, server));
        });
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, HttpSettings settings, OpenConnections connections) {
    ConnectionLimits limits = settings.connections();
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    connector.setReuseAddress(true);
    connector.addBean(connections);
    connector.addBean(new HeaderDeadline(limits.headerDeadline(), connector.getScheduler()));
    return connector;
  }

  static String knownMethod(String method) {
    return METHODS.contains(method) ? method : "OTHER";
  }

  /** What happens around every route: trace ids, standard headers, errors, CORS, observation. */
  private record Exchanges(
      DialectMap dialects,
      RequestLimits limits,
      Supplier<String> traceIds,
      RequestObserver observer)
      implements WebSockets.Rules {

    void addTo(JavalinConfig config, WebSockets sockets) {
      config.routes.before(this::begin);
      sockets.addTo(config, this);
      config.routes.exception(Exception.class, this::answerFailure);
      config.routes.exception(HttpResponseException.class, this::answerFailure);
      config.router.handlerWrapper(endpoint -> context -> runHoldingErrors(endpoint, context));
      config.requestLogger.http(this::answered);
      config.requestLogger.ws(socket -> socket.onUpgrade(this::shookHands));
    }

    /** What was never begun is left to Jetty, which tells of it, too. */
    private void shookHands(Context handshake, float millis) {
      if (handshake.attribute(Traces.ATTRIBUTE) != null) {
        answered(handshake, millis);
      }
    }

    private void answered(Context context, float millis) {
      observer.answered(
          new RequestObserver.Exchange(
              knownMethod(context.req().getMethod()),
              route(context),
              context.statusCode(),
              Duration.ofNanos((long) (millis * 1e6)),
              Traces.of(context)));
    }

    /** Turns errors of the virtual machine into defects, which have an answer of their own. */
    private static void runHoldingErrors(Endpoint endpoint, Context context) throws Exception {
      try {
        endpoint.handler.handle(context);
      } catch (StackOverflowError | OutOfMemoryError error) {
        throw new IllegalStateException("out of stack or memory", error);
      } finally {
        BodyMemory.release(context);
        RequestFiles.release(context);
      }
    }

    @Override
    public void begin(Context context) {
      Traces.set(context, traceIds.get());
      StandardHeaders.addTo(context::header, Traces.of(context));
      boolean open = dialects.owning(head(context)).openToAllOrigins();
      if (open) {
        CrossOrigin.allowReading(context);
      }
      limits.check(context);
    }

    @Override
    public void refuse(Exception failure, Context context) {
      answerFailure(failure, context);
    }

    private void answerFailure(Exception failure, Context context) {
      if (failure instanceof MethodNotAllowedResponse response) {
        String allowed = allowedMethods(response);
        context.header("Allow", allowed);
        if (context.method().equals(HandlerType.OPTIONS)) {
          answerOptions(context, allowed);
          return;
        }
      }
      MynahException told = toldToCaller(failure, context);
      dialects.owning(head(context)).error(told, Traces.of(context)).send(context);
    }

    private void answerOptions(Context context, String allowed) {
      context.status(204).result("");
      if (dialects.owning(head(context)).openToAllOrigins()) {
        CrossOrigin.answerPreflight(context, allowed);
      }
    }

    private static String allowedMethods(MethodNotAllowedResponse response) {
      Set<String> methods = new TreeSet<>();
      for (String listed : response.getDetails().values()) {
        methods.addAll(List.of(listed.strip().split("\\s*,\\s*")));
      }
      methods.add("OPTIONS");
      return String.join(", ", methods);
    }

    private static MynahException toldToCaller(Exception failure, Context context) {
      if (failure instanceof MynahException known) {
        if (known.code() == ErrorCode.INTERNAL) {
          LOG.error("request {} failed", Traces.of(context), known);
        }
        return known;
      }
      if (failure instanceof HttpResponseException response) {
        return PlainDialect.failureFor(response.getStatus());
      }
      if (failure instanceof QuietException) {
        LOG.debug("request {} lost its client", Traces.of(context), failure);
      } else {
        LOG.error("request {} failed", Traces.of(context), failure);
      }
      return MynahException.of(ErrorCode.INTERNAL, "Internal server error.", failure);
    }

    private static RequestHead head(Context context) {
      return new RequestHead(context.path(), context::header);
    }

    private static String route(Context context) {
      Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
      return endpoint == null ? UNMATCHED : endpoint.path;
    }
  }
}
